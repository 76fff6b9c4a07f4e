package import ArgumentParser
import Cases
import Foundation
import GRDB
import Operations

/// `ledger PART`: the same from the service's file, where the service does not run.
package struct LedgerCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "ledger", abstract: "What the service knows of every case; `disposisi ledger` adds it all up.",
      shouldDisplay: false)
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "cases, outbox, deferred or dead.") var part: String
  @Option(help: "The first field of the last line known.") var after = ""

  package init() {}

  package func run() throws {
    guard let part = ServiceLedger.Part(rawValue: part) else {
      throw ValidationError("found '\(part)', expected one of \(ServiceLedger.Part.allCases.map(\.rawValue))")
    }
    let file = try StateFile.read(settings, Identity.name)
    for line in try file.read({ try Identity.ledger.lines(part, after: after, in: $0) }) { print(line) }
  }
}
