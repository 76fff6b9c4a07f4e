import Cases
import Contract
import Foundation

/// One event of each type, always the same.
enum Samples {
  private static let samples = SampleEvents()
  static let time = samples.time
  static let number = samples.number
  static let unit = samples.unit
  static let deadline = samples.deadline
  static let report = samples.report
  static let classification = samples.classification
  static let routed = samples.routed
  static let events = samples.all
}
