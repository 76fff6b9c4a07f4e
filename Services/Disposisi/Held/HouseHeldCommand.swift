import ArgumentParser
import Cases
import Contract
import Foundation
import Texts

/// What waits anywhere in the house: in services' outboxes, for a next try, set aside, or in the broker's own dead letters.
struct HouseHeldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "held",
    abstract: "What waits anywhere: not published, deferred, set aside, or put aside by the broker.",
    discussion: """
      Services are asked at INTAKE_ADMIN_URL and so on, or by their executables where INTAKE_DATA and DISPOSISI_BIN name \
      them; the broker with AMQP_URL. Services' own dead letters: `SERVICE dead list`.
      """,
    subcommands: [List.self, Retry.self, Drop.self])

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One line each: whose, what, why, and when it is tried.")

    func run() async throws {
      var isEmpty = true
      for service in ServiceName.allCases {
        for line in try HeldRows.of(service) {
          print("\(service.rawValue)/\(line)".visible)
          isEmpty = false
        }
      }
      for letter in try await BrokerDeadLetters.look() {
        let message = letter.message
        print(
          "\(letter.id)  \(message.correlationID ?? "-")  \(message.type ?? "-")  \(message.headers["x-first-death-reason"] ?? "")"
            .visible)
        isEmpty = false
      }
      if isEmpty { print("nothing waits") }
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Try one, or all, now.")

    @Argument(help: "What `held list` prints first, such as router/outbox/17 or broker/router/ID/MARK.") var id: String?
    @Flag(help: "All of them.") var all = false

    func validate() throws {
      if (id == nil) != all { throw ValidationError("name one, or say --all") }
    }

    func run() async throws {
      var count = 0
      for service in ServiceName.allCases where id?.hasPrefix("\(service.rawValue)/") ?? true {
        guard let executable = ServiceExecutable(service) else {
          throw ValidationError(
            "\(service.rawValue) is not on this machine: say `\(service.rawValue) held retry` there")
        }
        let words = id.map { [String($0.dropFirst(service.rawValue.count + 1))] } ?? ["--all"]
        guard let output = executable.run(["held", "retry"] + words) else { throw ExitCode(1) }
        count += Int(output.prefix { $0.isNumber }) ?? 0
      }
      if id?.hasPrefix("broker/") ?? true {
        let id = id
        count += try await BrokerDeadLetters.retry { id == nil || $0.id == id }
      }
      if count == 0, let id { throw ValidationError("nothing that waits is called \(id)") }
      print("\(count) are tried now")
    }
  }

  struct Drop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Forget one of the broker's dead letters for good.")

    @Argument(help: "What `held list` prints first: broker/QUEUE/ID/MARK.") var id: String

    func run() async throws {
      let id = id
      let count = try await BrokerDeadLetters.drop { $0.id == id }
      guard count > 0 else { throw ValidationError("there is no dead letter \(id) at the broker") }
      print("dropped \(id)")
    }
  }
}

/// A service's rows that wait, as it tells them.
private enum HeldRows {
  static func of(_ service: ServiceName) throws -> [String] {
    let answer = AdminDoor.page("held/all", of: service)
    guard let text = (try? answer.get()) ?? ServiceExecutable(service)?.run(["held", "list", "--json"]) else {
      throw LedgerError("\(service.rawValue) does not answer, and its file cannot be read here either")
    }
    return try text.split(separator: "\n").map { line in
      let row = try JSONDecoder().decode(Row.self, from: Data(line.utf8))
      let due = row.due_at.map { "next try \($0)" } ?? "no time set"
      return "\(row.id)  \(row.number)  \(row.type)  attempts \(row.attempts)  \(due)  \(row.reason)"
    }
  }

  private struct Row: Decodable {
    let id: String
    let number: String
    let type: String
    let attempts: Int
    let due_at: String?
    let reason: String
  }
}
