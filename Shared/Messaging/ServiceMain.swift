package import ArgumentParser
package import GRDB
package import Operations
package import ServiceLifecycle

/// A service's settings: what all have, and its own.
package protocol ServiceSettings {
  /// - Throws: `SettingsProblems`, all of them at once.
  init(_ source: inout SettingsSource) throws
  var common: CommonSettings { get }
  var stage: StageSettings { get }
}

/// A service as an executable. `Serve` and `Check` are the same for all; what differs stands here.
package protocol ServiceMain: ServiceIdentity {
  associatedtype Settings: ServiceSettings

  /// The ports of its own doors, which must be free before anything is opened.
  static func ports(_ settings: Settings) -> [PortSetting]

  /// What must be right before its file is opened, and perhaps changed for this version.
  static func prepare(_ settings: Settings) throws

  /// Its tables.
  static func migrate(_ migrator: inout DatabaseMigrator)

  /// Reads the files that the settings name, without starting.
  /// - Returns: what `check` says of them.
  static func checked(_ settings: Settings) throws -> String

  /// Adds its stages to the runtime.
  /// - Returns: what else runs, in the order of starting.
  static func start(
    _ settings: Settings, _ service: inout StageService, _ process: ServiceProcess
  ) async throws -> [any Service]
}

extension ServiceMain {
  package static func ports(_ settings: Settings) -> [PortSetting] { [] }

  package static func prepare(_ settings: Settings) throws {}

  /// The commands that every service has: the last of its own.
  package static var commands: [any ParsableCommand.Type] {
    [DeadCommand<Self>.self, HeldCommand<Self>.self, ResendCommand<Self>.self, LedgerCommand<Self>.self]
  }
}

/// `SERVICE serve`
package struct Serve<Main: ServiceMain>: AsyncParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "serve", abstract: "Run the service (the default).")
  }

  @OptionGroup package var options: SettingsOptions

  package init() {}

  package func run() async throws {
    var source = try options.source(for: Main.name)
    let settings = try Main.Settings(&source)
    try Main.prepare(settings)
    let process = try ServiceProcess(service: Main.name, settings: settings.common, ports: Main.ports(settings))
    let store = try Store(path: settings.common.databasePath, migrate: Main.migrate)
    var service = StageService(Main.self, store: store, settings: settings.stage, process: process)
    let others = try await Main.start(settings, &service, process)
    try await process.run(service.services + others)
  }
}

/// `SERVICE check`
package struct Check<Main: ServiceMain>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "check", abstract: "Check settings and files without starting.")
  }

  @OptionGroup package var options: SettingsOptions

  package init() {}

  package func run() throws {
    var source = try options.source(for: Main.name)
    let settings = try Main.Settings(&source)
    let found = try Main.checked(settings)
    print(source.printed(), terminator: "")
    print(found.isEmpty ? "ok" : "ok: \(found)")
  }
}
