import ArgumentParser
import Cases
import Foundation
import GRDB
import Messaging
import Operations
import ServiceLifecycle

/// A service for tests: its stage does what the report's text says, and so shows what becomes of a message that
/// kills the process. All else is the runtime that every service has.
@main struct FragileCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fragile", abstract: "A service that can be killed by what it hears.",
    subcommands: [Serve<FragileMain>.self, Check<FragileMain>.self] + FragileMain.commands,
    defaultSubcommand: Serve<FragileMain>.self)
}

struct FragileSettings: ServiceSettings {
  let common: CommonSettings
  let stage: StageSettings
  let queue: String
  let refuses: String

  init(_ source: inout SettingsSource) throws {
    common = CommonSettings(&source, service: FragileMain.name)
    stage = StageSettings(&source, service: FragileMain.name)
    queue = source.text("queue", default: "fragile", "the queue that it hears")
    refuses = source.text("refuses", default: "", "a text that is refused")
    try source.check()
  }
}

enum FragileMain: ServiceMain {
  static let name = "fragile"
  static let worksWithoutBroker = false
  static let ledger = ServiceLedger(cases: "SELECT number, 'seen', 0, 0 FROM seen")

  static func migrate(_ migrator: inout DatabaseMigrator) {
    migrator.registerMigration("fragile 1") { try $0.execute(sql: "CREATE TABLE seen (number TEXT NOT NULL)") }
  }

  static func start(
    _ settings: FragileSettings, _ files: Void, _ service: inout StageService, _ process: ServiceProcess
  ) async throws -> [any Service] {
    service.consume(settings.queue, with: FragileStage(refuses: settings.refuses), process: process)
    return []
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
