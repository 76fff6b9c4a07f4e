package import ArgumentParser
package import GRDB
package import Operations
package import ServiceLifecycle

/// A service as an executable. `Serve` and `Check` are the same for all; what differs stands here.
package protocol ServiceMain: ServiceIdentity {
  associatedtype Settings: ServiceSettings
  /// What its files say; `Void` where it has none.
  associatedtype Files = Void

  /// The ports of its own doors, which must be free before anything is opened.
  static func ports(_ settings: Settings) -> [PortSetting]

  /// Reads the files that the settings name, once: before the database is opened, and perhaps changed for this version.
  static func read(_ settings: Settings) throws -> Files

  /// Its tables.
  static func migrate(_ migrator: inout DatabaseMigrator)

  /// Tries what else can be wrong, without starting.
  /// - Returns: what `check` says of the files.
  static func check(_ settings: Settings, _ files: Files) throws -> String

  /// Tries what it alone needs besides: for `check --online`.
  static func tryOnline(_ settings: Settings) async -> [OnlineFinding]

  /// Adds its stages to the runtime.
  /// - Returns: what else runs, in the order of starting.
  static func start(
    _ settings: Settings, _ files: Files, _ service: inout StageService, _ process: ServiceProcess
  ) async throws -> [any Service]
}

extension ServiceMain {
  package static func ports(_ settings: Settings) -> [PortSetting] { [] }

  package static func tryOnline(_ settings: Settings) async -> [OnlineFinding] { [] }

  /// The runtime's steps, and its own.
  static var migrator: DatabaseMigrator { DatabaseMigrator(ofService: migrate) }

  /// The commands that every service has: the last of its own.
  package static var commands: [any ParsableCommand.Type] {
    [
      HealthCommand<Self>.self, DeadCommand<Self>.self, HeldCommand<Self>.self, ResendCommand<Self>.self,
      TraceCommand<Self>.self, BackupCommand<Self>.self, RestoreCommand<Self>.self, LedgerCommand<Self>.self,
    ]
  }
}

extension ServiceMain where Files == Void {
  package static func read(_ settings: Settings) throws {}

  package static func check(_ settings: Settings, _ files: Void) throws -> String { "" }
}
