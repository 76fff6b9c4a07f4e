import Units
import Cases
import StrictYAML
package import WorkingTime

/// The days on which a rule holds, both counted; nil is without end.
package struct Validity: Sendable, Hashable {
  package let from: Day?
  package let until: Day?

  static let always = Validity(from: nil, until: nil)

  package func contains(_ day: Day) -> Bool { (from.map { $0 <= day } ?? true) && (until.map { day <= $0 } ?? true) }

  func isContained(in other: Validity) -> Bool {
    let startsWithin = other.from.map { limit in from.map { $0 >= limit } ?? false } ?? true
    let endsWithin = other.until.map { limit in until.map { $0 <= limit } ?? false } ?? true
    return startsWithin && endsWithin
  }
}
