import ClassifierCore
import Foundation
import Operations
import Places
import Stage
import Topics

/// Every setting of the classifier.
struct ClassifierSettings {
  let common: CommonSettings
  let stage: StageSettings
  let topicsFile: String
  let thresholdPercent: Int

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: Identity.name)
    stage = StageSettings(&source, service: Identity.name)
    topicsFile = source.text("topics", default: "", "file of topics and their words; without it the shipped one")
    thresholdPercent = source.whole(
      "threshold", default: 60, in: 0...100, unit: "percent", "confidence from which a case is routed without a person")
    try source.check()
  }

  func classifier() throws -> Classifier {
    let file =
      try topicsFile.isEmpty
      ? TopicFile.shipped() : TopicFile(yaml: String(contentsOfFile: topicsFile, encoding: .utf8), file: topicsFile)
    return Classifier(file, gazetteer: try Gazetteer.shipped(), threshold: Double(thresholdPercent) / 100)
  }
}
