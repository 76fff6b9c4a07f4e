import ClassifierCore
import Foundation
import GRDB
import Operations
import Places
import Messaging
import Topics

/// Every setting of the classifier.
struct ClassifierSettings: ServiceSettings {
  let common: CommonSettings
  let stage: StageSettings
  let knowledge: KnowledgeSource
  let recentDays: Int

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: ClassifierMain.name)
    stage = StageSettings(&source, service: ClassifierMain.name)
    knowledge = KnowledgeSource(
      topics: source.text("topics", default: "", "folder of the topics; without it the shipped one"),
      places: source.text(
        "places", default: "", "file of kecamatan and villages that `disposisi places import` wrote"),
      cooperatives: source.text(
        "cooperatives", default: "", "file of cooperatives that `disposisi cooperatives import` wrote"),
      threshold: Double(
        source.whole(
          "threshold", default: 75, in: 0...100, unit: "percent",
          "confidence from which a case is routed without a person; see `classifier thresholds`")) / 100)
    recentDays = source.whole(
      "recent.days", default: 35, in: 0...366, unit: "days", "how long cases are kept for comparing models")
    try source.check()
  }

  /// nil where the service never ran: commands then work with what comes with the program.
  func fileIfThere() throws -> DatabaseQueue? {
    try StateFile.readIfThere(at: common.databasePath, ClassifierMain.name)
  }
}
