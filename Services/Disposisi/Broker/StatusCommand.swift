import AMQP
import ArgumentParser
import Cases
import Contract
import Foundation
import Operations
import RouterPolicy

struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "What is wrong, then how services and queues stand: books, dead letters, deadlines at risk.",
    discussion: """
      The broker is asked with AMQP_URL (and AMQP_CA), services at INTAKE_ADMIN_URL, ROUTER_ADMIN_URL and so on, as far as
      these are set. Exits with 0 if all is well, 1 if a person should look, 2 if a part does not work.
      """)

  @OptionGroup var broker: BrokerOptions
  @Flag(help: "Also units whose queue is empty.") var all = false
  @Flag(help: "One JSON object a line.") var json = false
  @Option(help: ArgumentHelp("Shows it anew after so many seconds, until Ctrl-C.", valueName: "seconds"))
  var watch: Int?

  func validate() throws {
    guard let watch else { return }
    guard (1...3600).contains(watch) else { throw ValidationError("--watch takes 1 to 3600 seconds, found \(watch)") }
  }

  func run() async throws {
    guard let watch else {
      if let worst = try await show() { throw ExitCode(worst.rawValue) }
      return
    }
    while true {
      // Clears the screen where there is one.
      if !json, isatty(STDOUT_FILENO) == 1 { print("\u{1B}[2J\u{1B}[H", terminator: "") }
      if !json { print(Date().formatted(.iso8601)) }
      _ = try await show()
      // Who reads it through a pipe reads it now.
      fflush(nil)
      try await Task.sleep(for: .seconds(watch))
    }
  }

  /// - Returns: the worst that is wrong.
  private func show() async throws -> HouseStatus.Severity? {
    let units = try broker.directory().all.map(\.code.queue)
    var status = HouseStatus()
    for service in ServiceName.allCases { status.add(service) }
    await status.add(queues: BrokerNames.serviceQueues + [BrokerNames.deadQueue], units: units, all: all)
    for wrong in status.wrong.sorted(by: { $0.severity > $1.severity }) {
      print(json ? try wrong.json().line() : wrong.line)
    }
    for line in status.lines { print(json ? try line.json().line() : line.text) }
    return status.wrong.map(\.severity).max()
  }
}

/// How the house stands, part by part: one that does not answer is a part too.
struct HouseStatus {
  enum Severity: Int32, Comparable {
    case degraded = 1
    case down = 2

    static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  struct Wrong {
    let severity: Severity
    let part: String
    let what: String

    var line: String { "\(severity == .down ? "DOWN" : "LOOK")\t\(part)\t\(what)" }

    func json() -> JSONValue {
      ["wrong": .text(severity == .down ? "down" : "degraded"), "part": .text(part), "what": .text(what)]
    }
  }

  struct Line {
    let text: String
    let object: [String: JSONValue]

    func json() -> JSONValue { .object(object) }
  }

  private(set) var wrong: [Wrong] = []
  private(set) var lines: [Line] = []

  mutating func add(_ service: ServiceName) {
    let name = service.rawValue
    guard let address = AdminDoor.address(of: service) else {
      return note(name, "state", "not asked: \(name.uppercased())_ADMIN_URL is not set")
    }
    switch AdminDoor.page("health/ready", of: service, failsOnError: false) {
    case .failure(let error):
      complain(.down, name, "\(address) does not answer: \(error)")
      return note(name, "state", "DOWN")
    case .success(let text):
      let answer = text.split(separator: "\n").map(String.init)
      guard let state = Readiness.State(rawValue: answer.first ?? "") else {
        complain(.down, name, "\(address) answers, but not as \(name) does")
        return note(name, "state", "DOWN")
      }
      note(name, "state", state.rawValue)
      for problem in answer.dropFirst() { complain(state == .notReady ? .down : .degraded, name, problem) }
    }
    switch AdminDoor.page("status", of: service) {
    case .failure(let error): complain(.degraded, name, "\(error)")
    case .success(let text): note(name, board: text)
    }
  }

  private mutating func note(_ name: String, board text: String) {
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
      note(name, parts[0], parts.last ?? "")
      if parts[0] == "rows", let dead = Self.figure("dead", in: parts.last ?? ""), dead > 0 {
        complain(.degraded, name, "\(dead) dead letters: see `\(name) dead list`")
      }
    }
  }

  mutating func add(queues: [String], units: [String], all: Bool) async {
    let states: [QueueState]
    do {
      var settings = try BrokerSettings.ofOperator()
      settings.timeout = .seconds(3)
      states = try await QueueInspector(settings, name: "disposisi status").inspect(queues + units)
    } catch {
      complain(.down, "broker", "does not answer: \(error)")
      return
    }
    for state in states {
      let isService = queues.contains(state.queue)
      if !state.exists {
        complain(isService ? .down : .degraded, state.queue, "there is no such queue")
      } else if isService, state.queue != BrokerNames.deadQueue, state.consumers == 0 {
        complain(.degraded, state.queue, "nobody reads the queue")
      } else if isService, state.consumers > 1 {
        complain(.degraded, state.queue, "\(state.consumers) readers: one reads, the others wait; are they yours?")
      } else if state.queue == BrokerNames.deadQueue, state.messages > 0 {
        complain(.degraded, state.queue, "\(state.messages) messages: see `disposisi held list`")
      }
      if state.messages == 0, state.consumers == 0, !all, state.exists, !isService { continue }
      lines.append(Self.line(state))
    }
  }

  private mutating func complain(_ severity: Severity, _ part: String, _ what: String) {
    wrong.append(Wrong(severity: severity, part: part, what: what))
  }

  private mutating func note(_ service: String, _ about: String, _ text: String) {
    let object: [String: JSONValue] = ["service": .text(service), "about": .text(about), "text": .text(text)]
    lines.append(Line(text: "\(service)\t\(about)\t\(text)", object: object))
  }

  private static func line(_ state: QueueState) -> Line {
    let text =
      state.exists
      ? "\(state.queue)\t\(state.messages) messages\t\(state.consumers) consumers" : "\(state.queue)\tmissing"
    return Line(
      text: text,
      object: [
        "queue": .text(state.queue), "exists": .bool(state.exists), "messages": .integer(state.messages),
        "consumers": .integer(state.consumers),
      ])
  }

  private static func figure(_ name: String, in text: String) -> Int? {
    let words = text.replacing(",", with: "").split(separator: " ")
    return words.firstIndex(of: Substring(name)).flatMap { $0 + 1 < words.count ? Int(words[$0 + 1]) : nil }
  }
}
