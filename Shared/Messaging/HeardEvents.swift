package import ArgumentParser
import Cases
import Contract
import Foundation
import GRDB
import Operations

/// What a service has heard of one case, and when: as its inbox remembers it.
enum HeardEvents {
  /// - Returns: lines of milliseconds since 1970, what happened, with a tab between; the oldest first.
  static func lines(
    of number: CaseNumber, at service: String, _ ledger: ServiceLedger, in db: Database
  ) throws -> [String] {
    let queues = ServiceName(rawValue: service)?.queues ?? [service]
    var found: [(at: Int64, what: String)] = []
    for queue in queues {
      // An event's id begins with its case's number and a full stop: one range of the inbox's key.
      let rows = try Row.fetchAll(
        db, sql: "SELECT key, heard_at FROM inbox WHERE key >= ? AND key < ?",
        arguments: ["\(queue)/\(number).", "\(queue)/\(number)/"])
      found += rows.map { ($0[1], "heard \(($0[0] as String).dropFirst(queue.utf8.count + 1))") }
    }
    if let (state, since) = try ledger.state(of: number, in: db) { found.append((since, "has it, now \(state)")) }
    return found.sorted { ($0.at, $0.what) < ($1.at, $1.what) }.map { "\($0.at)\t\($0.what)" }
  }
}

/// `SERVICE trace`
package struct TraceCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "trace", abstract: "What the service has heard of a case; `disposisi trace` asks all of them.",
      discussion: "Lines of milliseconds since 1970 and what happened, for as long as the setting INBOX_DAYS says.",
      shouldDisplay: false)
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "The case's number.") var number: String

  package init() {}

  package func run() throws {
    let number = try CaseNumber(argument: number)
    let file = try StateFile.read(settings, Identity.name)
    for line in try file.read({ try HeardEvents.lines(of: number, at: Identity.name, Identity.ledger, in: $0) }) {
      print(line)
    }
  }
}
