import ArgumentParser
import Cases
import Contract
import Foundation

/// A case's way through all services, by what each remembers to have heard.
struct HouseTraceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "A case's way through all services, with times, from their own records.",
    discussion: """
      Each line: when, how long after the line before, which service, and what: an event that it heard (the number in its id is \
      the case's sequence), or since when it knows the case and as what. Who has heard nothing is named: what it should have \
      heard is in `disposisi held list`, or in a queue.
      """)

  @Argument(help: "The case's number.") var number: String
  @Flag(help: "One JSON object a line.") var json = false

  private struct Step: Encodable {
    /// Milliseconds since 1970.
    let at: Int64
    let service: String
    let what: String
  }

  func run() throws {
    let number = try CaseNumber(typed: number)
    var steps: [Step] = []
    var silent: [String] = []
    for service in ServiceName.allCases {
      let own = try Self.lines(of: number, at: service).compactMap { line -> Step? in
        let fields = line.split(separator: "\t", maxSplits: 1).map(String.init)
        return Int64(fields[0]).map { Step(at: $0, service: service.rawValue, what: fields.last ?? "") }
      }
      if own.isEmpty { silent.append(service.rawValue) }
      steps += own
    }
    steps.sort { $0.at < $1.at }
    if json {
      return try steps.forEach { print(String(decoding: try EventCoding.encoder().encode($0), as: UTF8.self)) }
    }
    guard let first = steps.first else { throw ValidationError("no service knows of a case \(number)") }
    var last = first.at
    for step in steps {
      let pause = String(format: "%+9.3f s", Double(step.at - last) / 1000)
      let time = EventCoding.format(Date(timeIntervalSince1970: Double(step.at) / 1000))
      print("\(time)  \(pause)  \(step.service.padding(toLength: 10, withPad: " ", startingAt: 0))  \(step.what)")
      last = step.at
    }
    if !silent.isEmpty { print("nothing at \(silent.joined(separator: ", "))") }
  }

  private static func lines(of number: CaseNumber, at service: ServiceName) throws -> [Substring] {
    switch AdminDoor.page("trace/case?number=\(number)", of: service) {
    case .success(let text): return text.split(separator: "\n")
    case .failure(let error):
      guard !error.isRefusal, let text = ServiceExecutable(service)?.run(["trace", number.text]) else {
        throw LedgerError("\(service.rawValue): \(error)")
      }
      return text.split(separator: "\n")
    }
  }
}
