import Operations
import Messaging

/// Every setting of the router.
struct RouterSettings: ServiceSettings {
  let common: CommonSettings
  let stage: StageSettings
  let book: BookSource
  let candidate: BookSource?
  let timersPerSecond: Int

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: RouterMain.name)
    stage = StageSettings(&source, service: RouterMain.name)
    let topics = source.text("topics", default: "", "folder of the topics; without it the shipped one")
    book = BookSource(
      folder: source.text("book", default: "", "folder of the rule book; without it the shipped one"), topics: topics)
    let folder = source.text("candidate", default: "", "folder of a rule book that is tried beside it")
    candidate = folder.isEmpty ? nil : BookSource(folder: folder, topics: topics)
    timersPerSecond = source.whole(
      "timers.per.second", default: 100, in: 1...10_000, unit: "timers",
      "how many reminders, steps up the line and closings a second at most")
    try source.check()
  }
}
