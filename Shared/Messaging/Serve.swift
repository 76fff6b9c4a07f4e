package import ArgumentParser
import GRDB
package import Operations
import ServiceLifecycle

/// `SERVICE serve`
package struct Serve<Main: ServiceMain>: AsyncParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "serve", abstract: "Run the service (the default).")
  }

  @OptionGroup package var options: SettingsOptions

  package init() {}

  package func run() async throws {
    var source = try options.source(for: Main.name, isNeeded: true)
    let settings = try Main.Settings(&source)
    let files = try Main.read(settings)
    let process = try ServiceProcess(service: Main.name, settings: settings.common, ports: Main.ports(settings))
    try Backup.refuseUnfinishedRestore(of: Main.name, in: settings.common.dataDirectory)
    let store = try Store(path: settings.common.databasePath, migrate: Main.migrate)
    var service = StageService(Main.self, store: store, settings: settings.stage, process: process)
    let others = try await Main.start(settings, files, &service, process)
    try await process.run(service.services + others)
  }
}
