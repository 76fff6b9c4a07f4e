import ArgumentParser
import Cases
import Operations
import RouterCore
import Stage

@main struct RouterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "router", abstract: "Gives a case to the unit that must answer, and watches it until it is closed.",
    subcommands: [Serve.self, Check.self, DeadCommand<Identity>.self], defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = "router"
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the service (the default).")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let settings = try RouterSettings(&source)
    let (machine, _) = try settings.machine()
    let process = try ServiceProcess(service: Identity.name, settings: settings.common)
    let store = try Store(path: settings.common.databasePath, migrate: RouterSchema.register)
    var service = StageService(name: Identity.name, store: store, settings: settings.stage, process: process)
    service.hear(Topology.routerQueue, with: RouteStage(machine: machine), process: process)
    service.hear(Topology.repliesQueue, with: ReplyStage(machine: machine), process: process)
    try await process.run(service.services)
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check settings and files without starting.")

  @OptionGroup var options: SettingsOptions

  func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = try RouterSettings(&source)
    let (machine, policy) = try settings.machine()
    print(source.printed(), terminator: "")
    print("ok: \(policy.id), \(policy.topics.count) topics, \(machine.units.all.count) units")
  }
}
