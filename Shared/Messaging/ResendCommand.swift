package import ArgumentParser
import Cases
import Contract
import Foundation
import GRDB
import Operations

/// `resend`: the way back for who has lost what this service has told it.
package struct ResendCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "resend",
      abstract: "Say again what was said of cases, as the same events: who has them passes them over.",
      discussion: """
        Shows what would be said; --yes says it. Events are kept for the days of the setting RESEND_DAYS. Whether the \
        service runs or not: a running one publishes within a second.
        """)
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "Numbers of cases; none means all that the options leave.") var numbers: [String] = []
  @Option(help: "Only to this unit, such as dinas.35.78.") var unit: String?
  @Option(help: "Only to this service.") var to: String?
  @Option(help: "Only what was said since then: 2026-11-26T00:00:00Z, or 2026-11-26T07:00:00+07:00.") var since: String?
  @Flag(help: "Say it.") var yes = false

  package init() {}

  package func run() throws {
    let selection = try selection()
    let file = yes ? try StateFile.write(settings, Identity.name) : try StateFile.read(settings, Identity.name)
    var (last, said, cases, types) = (Int64(0), 0, Set<String>(), [String: Int]())
    // A little at a time: the running service writes to the same file.
    while let part = try file.read({ try SaidEvents.find(selection, after: last, in: $0) }) {
      last = part.last
      for event in part.found {
        cases.insert(event.number)
        types[event.type, default: 0] += 1
        if !yes, cases.count <= 20 { print("\(EventCoding.format(event.saidAt))  \(event.number)  \(event.type)") }
      }
      if yes, !part.found.isEmpty {
        said += try file.write { try SaidEvents.sayAgain(part.found, at: Date(), in: $0) }
      }
    }
    let count = types.values.reduce(0, +)
    guard count > 0 else { return print("there is nothing to say again") }
    if !yes, cases.count > 20 { print("and so on") }
    let words = types.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    print("\(count) events of \(cases.count) cases: \(words)")
    print(
      yes
        ? "\(said) are said again\(said < count ? ", the others are on their way still" : "")"
        : "nothing is said; say --yes")
  }

  private func selection() throws -> SaidEvents.Selection {
    guard !numbers.isEmpty || unit != nil || since != nil else {
      throw ValidationError("name cases, or a unit, or --since")
    }
    guard unit == nil || to == nil else { throw ValidationError("either --unit or --to") }
    var selection = SaidEvents.Selection()
    for number in numbers {
      selection.numbers.insert(try CaseNumber(argument: number).text)
    }
    if let unit {
      do { selection.routingKey = BrokerNames.key(of: try UnitCode(unit)) } catch { throw ValidationError("\(error)") }
    }
    if let to {
      guard let hearer = ServiceName(rawValue: to) else {
        let known = ServiceName.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("--to: found '\(to)', expected one of \(known)")
      }
      selection.hearer = hearer
    }
    if let since {
      guard let date = EventCoding.parse(since) else {
        throw ValidationError("--since: found '\(since)', expected a time such as 2026-11-26T00:00:00Z")
      }
      selection.since = date
    }
    return selection
  }
}
