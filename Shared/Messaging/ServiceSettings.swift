import ArgumentParser
import GRDB
package import Operations
import ServiceLifecycle

/// A service's settings: what all have, and its own.
package protocol ServiceSettings {
  /// - Throws: `SettingsProblems`, all of them at once.
  init(_ source: inout SettingsSource) throws
  var common: CommonSettings { get }
  var stage: StageSettings { get }
}
