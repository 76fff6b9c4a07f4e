package import ArgumentParser
import Cases
import Foundation
import GRDB
import Operations
import Texts

/// `looks`: who was shown what is kept of persons, for who must account for it.
package struct LooksCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "looks", abstract: "List who was shown what of a case's persons, when and why.")
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "The case's number; without it the latest of all cases.") var number: String?
  @Option(help: "How many, the latest first.") var limit = 100

  package init() {}

  package func run() throws {
    guard (1...100_000).contains(limit) else {
      throw ValidationError("found --limit \(limit), expected 1 to 100000")
    }
    let wanted = try number.map { try CaseNumber(argument: $0) }
    let looks = try StateFile.read(settings, Identity.name).read { [limit] in
      try LookTable.list(wanted, limit: limit, in: $0)
    }
    for look in looks { print("\(EventCoding.format(look.at))  \(look.number)  \(look.person)  \(look.why.visible)") }
    if looks.isEmpty { print("nobody has looked") }
  }
}
