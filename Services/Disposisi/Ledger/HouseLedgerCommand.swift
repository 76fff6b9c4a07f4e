import AMQP
import ArgumentParser
import Cases
import Contract
import Foundation

struct HouseLedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger",
    abstract: "Add up all cases across the services: nothing is lost, or which cases are.",
    discussion: """
      Services are asked at INTAKE_ADMIN_URL, ROUTER_ADMIN_URL and so on; one that does not run is read from its file
      by its own executable, where INTAKE_DATA and DISPOSISI_BIN name them. Queues are asked with AMQP_URL. Exits with 1
      if it does not add up, with 2 if it cannot be drawn up.
      """)

  @Option(help: "How many seconds a case that nobody holds is looked for again.") var wait = 10
  @Flag(help: "One JSON object.") var json = false
  @Flag(help: "Name every case that does not add up, not only the first ones.") var all = false
  @Flag(help: "Show who must say what again, so that it adds up; with --yes it is done, and looked at again.")
  var repair = false
  @Flag(help: "Carry the repair out: as the same events, so that nothing is done twice.") var yes = false

  func validate() throws {
    if yes, !repair { throw ValidationError("--yes belongs to --repair") }
    if json, repair { throw ValidationError("either --json or --repair") }
  }

  func run() async throws {
    do {
      let problems = try await draw()
      guard repair, !problems.isEmpty else { return try Self.end(problems) }
      let repair = LedgerRepair(problems)
      print("to be said again:")
      for step in repair.steps { print("  \(step.line)") }
      guard yes else {
        print("nothing is said; say --yes")
        throw ExitCode(1)
      }
      try repair.carryOut()
      try Self.end(try await draw())
    } catch let error as LedgerError {
      FileHandle.standardError.write(Data("disposisi ledger: \(error)\n".utf8))
      throw ExitCode(2)
    }
  }

  private static func end(_ problems: [LedgerProblem]) throws {
    if !problems.isEmpty { throw ExitCode(1) }
  }

  private func draw() async throws -> [LedgerProblem] {
    let end = ContinuousClock.now + .seconds(wait)
    let aside = try await BrokerDeadLetters.look()
    var verdict = LedgerVerdict(try Self.look(aside))
    while !verdict.isClear, ContinuousClock.now < end {
      try await Task.sleep(for: .seconds(1))
      verdict.look(again: try Self.look(aside))
    }
    let queues = try await Self.queues()
    let problems = verdict.problems(queues)
    let lost = verdict.lost(queues)
    print(
      json ? try Self.document(verdict.ledger, problems, lost).line() : table(verdict.ledger, problems, lost, queues))
    return problems
  }

  /// From the end of the way to its beginning: what moves meanwhile is not missed further on.
  private static func look(_ aside: [BrokerDeadLetters.Letter]) throws(LedgerError) -> Ledger {
    var books: [ServiceName: ServiceSnapshot] = [:]
    for service in ServiceName.allCases.reversed() { books[service] = try ServiceSnapshot.read(service) }
    return Ledger(books, aside: aside.map { ($0.queue, $0.held) })
  }

  private static func queues() async throws -> [String: QueueState] {
    do {
      let inspector = QueueInspector(try .ofOperator(), name: "disposisi ledger")
      let names = ServiceName.allCases.map(\.queue) + [BrokerNames.deadQueue]
      return Dictionary(uniqueKeysWithValues: try await inspector.inspect(names).map { ($0.queue, $0) })
    } catch let error as AMQPError {
      throw LedgerError("the broker does not answer: \(error)")
    }
  }

  private static let shown = 20

  private func table(
    _ ledger: Ledger, _ problems: [LedgerProblem], _ lost: [String: Int], _ queues: [String: QueueState]
  ) -> String {
    func row(_ name: String, _ count: Int) -> String {
      let figure = String(count)
      return name + String(repeating: " ", count: max(1, 22 - name.count - figure.count)) + figure
    }
    var lines = [row("accepted", ledger.accepted)]
    for place in Ledger.Place.allCases {
      guard place == .underWay else {
        lines.append(row(place.rawValue, ledger.places[place] ?? 0))
        continue
      }
      let stops = ledger.stops.map { ($0.key, $0.value - (lost[$0.key] ?? 0)) }.filter { $0.1 > 0 }.sorted {
        $0.0 < $1.0
      }
      let words = stops.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
      lines.append(row(place.rawValue, stops.reduce(0) { $0 + $1.1 }) + (words.isEmpty ? "" : "  " + words))
    }
    if !lost.isEmpty { lines.append(row("nowhere", lost.values.reduce(0, +))) }
    if let dead = queues[BrokerNames.deadQueue]?.messages, dead > 0 {
      lines.append("the broker's queue `dead` holds \(dead) messages: see `disposisi held list`")
    }
    guard !problems.isEmpty else { return (lines + ["it adds up"]).joined(separator: "\n") }
    lines.append("it does not add up:")
    let kinds = Dictionary(grouping: problems.filter { !$0.number.isEmpty }, by: \.what)
    lines += kinds.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map {
      row("  cases", $0.value.count) + "  \($0.key)"
    }
    let listed = all ? problems[...] : problems.prefix(Self.shown)
    lines += listed.map { "\($0.number.isEmpty ? "(several)" : $0.number)  \($0.what)" }
    if listed.count < problems.count { lines.append("and \(problems.count - listed.count) more; see --all") }
    return lines.joined(separator: "\n")
  }

  private static func document(_ ledger: Ledger, _ problems: [LedgerProblem], _ lost: [String: Int]) -> JSONValue {
    var object: [String: JSONValue] = ["accepted": .integer(ledger.accepted), "adds_up": .bool(problems.isEmpty)]
    for place in Ledger.Place.allCases {
      object[place.rawValue.replacing(" ", with: "_")] = .integer(ledger.places[place] ?? 0)
    }
    let nowhere = lost.values.reduce(0, +)
    object["under_way"] = .integer((ledger.places[.underWay] ?? 0) - nowhere)
    object["nowhere"] = .integer(nowhere)
    object["problems"] = .list(problems.map { ["number": .text($0.number), "what": .text($0.what)] })
    return .object(object)
  }
}
