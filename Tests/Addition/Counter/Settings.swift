import Messaging
import Operations

/// Every setting of the counter.
struct CounterSettings: ServiceSettings {
  let common: CommonSettings
  let stage: StageSettings

  /// - Throws: all problems at once.
  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: CounterMain.name)
    stage = StageSettings(&source, service: CounterMain.name)
    try source.check()
  }
}
