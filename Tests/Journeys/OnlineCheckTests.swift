import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// `check --online`, with the settings that each service of this house runs with.
@Suite(.serialized, .timeLimit(.minutes(3))) struct OnlineCheckTests {
  static func check(_ service: String, _ changes: [String] = []) async throws -> Program.Outcome {
    let script = """
      mapfile -d '' -t settings < /proc/\(try House.processID(service))/environ
      env -i "${settings[@]}" "$@" \(try House.get("DISPOSISI_BIN"))/\(service) check --online \
        --settings \(Program.root)compose/\(service).env
      """
    return try await Program.run(["bash", "-c", script, "bash"] + changes)
  }

  static func lines(_ outcome: Program.Outcome) -> [String] {
    outcome.output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("ok   ") || $0.hasPrefix("WRONG") }
  }

  @Test(arguments: ["intake", "classifier", "router", "notifier"])
  func whatAServiceNeedsIsThere(service: String) async throws {
    let outcome = try await Self.check(service)
    let lines = Self.lines(outcome)
    #expect(outcome.status == 0 && lines.allSatisfy { $0.hasPrefix("ok") }, "\(lines)\(outcome.errors)")
    for part in ["data\t", "database\t"] { #expect(lines.contains { $0.contains(part) }, "\(lines)") }
    #expect(lines.contains { $0.contains("logged in; \(service) (") && $0.contains("1 consumers)") }, "\(lines)")
    #expect(lines.contains { $0.contains("mail\tsmtp://") } == (service == "notifier"), "\(lines)")
  }

  @Test(arguments: [
    ("router", "ROUTER_BROKER_PASSWORD=wrong ROUTER_BROKER_PASSWORD_FILE=", "broker\t", "ACCESS_REFUSED"),
    ("router", "ROUTER_BROKER=amqp://router@127.0.0.1:1/disposisi", "broker\t", "127.0.0.1:1"),
    ("router", "ROUTER_BROKER_CA=/etc/hostname", "certificate\t", "holds no certificate in PEM"),
    ("router", "ROUTER_DATA=/proc/nowhere", "data\t", "No such file"),
    ("notifier", "NOTIFIER_SMTP_PASSWORD=wrong NOTIFIER_SMTP_PASSWORD_FILE=", "mail\t", "as notifier: "),
    ("notifier", "NOTIFIER_SMTP_SERVER=smtp://127.0.0.1:1", "mail\t", "onnect"),
  ])
  func whatIsWrongIsNamed(service: String, change: String, part: String, problem: String) async throws {
    let outcome = try await Self.check(service, change.split(separator: " ").map(String.init))
    let wrong = Self.lines(outcome).filter { $0.hasPrefix("WRONG") }
    #expect(outcome.status == 1, "\(outcome)")
    #expect(wrong.contains { $0.contains(part) && $0.contains(problem) }, "\(outcome.output)\(outcome.errors)")
  }

  /// A certificate that ends soon is wrong before it ends.
  @Test func aCertificateThatEndsSoonIsTold() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await Program.succeed([
      "bash", "-c",
      """
      mkdir '\(folder)' && cd '\(folder)' && for days in 3 300; do
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout $days.key -out $days.pem \
          -days $days -subj /CN=localhost; done
      """,
    ])
    let soon = try await Self.check("router", ["ROUTER_BROKER_CA=\(folder)/3.pem"])
    #expect(soon.status == 1 && soon.output.contains("3.pem ends in 2 days"), "\(soon.output)")
    let late = try await Self.check("router", ["ROUTER_BROKER_CA=\(folder)/300.pem"])
    #expect(late.status == 0 && late.output.contains("300.pem holds until 20"), "\(late.output)")
  }
}
