import ArgumentParser
import Cases
import Foundation
import Operations
import Messaging

/// A service for tests: its stage does what the report's text says, and so shows what becomes of a message that
/// kills the process. All else is the runtime that every service has.
@main struct FragileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fragile", abstract: "A service that can be killed by what it hears.",
    subcommands: [Serve.self, DeadCommand<Identity>.self], defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = "fragile"
  static let worksWithoutBroker = false
  static let ledger = ServiceLedger(cases: "SELECT number, 'seen', 0, 0 FROM seen")
}

struct Serve: AsyncParsableCommand {
  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let common = CommonSettings(&source, service: Identity.name)
    let settings = StageSettings(&source, service: Identity.name)
    let queue = source.text("queue", default: "fragile", "the queue that it hears")
    let refuses = source.text("refuses", default: "", "a text that is refused")
    try source.check()
    let process = try ServiceProcess(service: Identity.name, settings: common)
    let store = try Store(path: common.databasePath) { migrator in
      migrator.registerMigration("fragile 1") { try $0.execute(sql: "CREATE TABLE seen (number TEXT NOT NULL)") }
    }
    var service = StageService(Identity.self, store: store, settings: settings, process: process)
    service.consume(queue, with: FragileStage(refuses: refuses), process: process)
    try await process.run(service.services)
  }
}

struct FragileStage: Stage {
  let refuses: String

  func handle(_ event: CloudEvent<CaseReceived>, in work: borrowing Work) throws -> Verdict {
    let text = event.data.report.text
    if text == "kill" { kill(getpid(), SIGKILL) }
    if text == refuses { return .rejected("it is refused") }
    try work.db.execute(sql: "INSERT INTO seen VALUES (?)", arguments: [event.data.number.text])
    return .done
  }
}
