import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// A rude client at the public door: it gets an answer that says so or none, and nobody else notices.
@Suite(.serialized, .timeLimit(.minutes(5))) struct HostileTests {
  struct Outcome: Decodable {
    let name: String
    let found: String
    let others: Bool
  }

  @Test func aRudeClientHarmsNobodyElse() async throws {
    let port = try #require(try House.get("INTAKE_URL").split(separator: ":").last.map(String.init))
    let output = try await Program.succeed([
      "/usr/bin/python3", Program.root + "Tests/Hostile/rude.py", port, "127.0.0.9", "200",
    ])
    let outcomes = try output.split(separator: "\n").map { try JSONDecoder().decode(Outcome.self, from: Data($0.utf8)) }
    #expect(outcomes.count == 21)
    #expect(outcomes.filter { !$0.others }.map(\.name) == [])
    let other = [
      "deep-json": "413", "half-closed": "415", "path-out": "404", "huge-length": "413", "huge-body": "413",
      "pipelined": "300",
    ]
    for outcome in outcomes where !["crowd", "trickle"].contains(outcome.name) {
      #expect(outcome.found == other[outcome.name] ?? "400", "\(outcome.name)")
    }
    let crowd = try #require(outcomes.first { $0.name == "crowd" }.flatMap { Int($0.found) })
    #expect((1...64).contains(crowd))
    // The document of what goes wrong here is empty: none of that is our trouble.
    let log = try String(contentsOfFile: House.get("DISPOSISI_RUN") + "/log/intake.log", encoding: .utf8)
    #expect(!log.contains("request failed"))
  }

  struct Siege: Decodable {
    let name: String
    let sent: Int
    let refused: Int
    let not_taken: [String]
    let rss_mb: Int
  }

  /// The attacks that cost most, briefly, on an intake of its own; `compose/torture attacks` runs all, and longer.
  @Test func attackersFromTwentyAddressesShutNobodyOut() async throws {
    let data = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: data) }
    let attacks = [
      "long-field", "brackets", "unread", "half-files", "trickled-parts", "crowd", "definitions", "attachments",
      "small-chunks", "chunk-extensions",
    ]
    let script = """
      port=$(/usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
      INTAKE_HTTP_PORT=$port INTAKE_ADMIN_PORT=0 "$DISPOSISI_BIN/intake" serve --settings compose/intake.env 2> /dev/null &
      trap 'kill -KILL $!' EXIT
      until curl -sS "http://127.0.0.1:$port/" > /dev/null 2>&1; do kill -0 $! || exit 9; sleep 0.05; done
      /usr/bin/python3 Tests/Hostile/attacks.py $port $! 0.8 \(attacks.joined(separator: " "))
      """
    let outcome = try await Program.run(
      ["bash", "-c", "cd \(Program.root) && \(script)"],
      environment: ["INTAKE_DATA": data, "INTAKE_BROKER": "amqp://intake@127.0.0.1:1/disposisi"])
    let sieges = try outcome.output.split(separator: "\n").map {
      try JSONDecoder().decode(Siege.self, from: Data($0.utf8))
    }
    #expect(sieges.map(\.name) == attacks && outcome.status == 0, "\(outcome.errors.suffix(600))")
    for siege in sieges {
      #expect(siege.sent > 0 && siege.refused == 0, "\(siege.name): \(siege.not_taken)")
      #expect(siege.rss_mb < 300, "\(siege.name)")
    }
  }

  /// Every operation of the door's own description, with what fits it and what does not.
  @Test func theDoorKeepsItsOwnDescription() async throws {
    let url = try House.get("INTAKE_URL")
    let checks = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance"
    let outcome = try await Program.run([
      Program.root + ".run/fuzz/bin/st", "run", url + "/openapi.json", "--url", url, "--checks", checks,
      "--max-examples", "25", "--seed", "1", "--no-color", "--suppress-health-check", "all",
    ])
    #expect(outcome.status == 0, "\(outcome.output.suffix(6000))")
    #expect(outcome.output.contains("Tested: 28"))
  }

  /// What one unit says before the other comes first to the broker; the other's word does not wait until all of it is handled.
  @Test func aUnitsFloodWaitsBehindItself() async throws {
    let receipt = try await House.report(House.complaint(region: "12.71"))
    _ = try await House.receive(receipt.number, at: "dinas.12.71")
    let flood = """
      import pika, sys
      channel = pika.BlockingConnection(pika.URLParameters(sys.argv[1])).channel()
      for number in range(3000):
          channel.basic_publish("replies", "dinas.12.01", b"{}", pika.BasicProperties(user_id="dinas.12.01"))
      channel.connection.close()
      """
    try await Program.succeed(["/usr/bin/python3", "-c", flood, try House.url(of: "dinas.12.01")])
    let reply = try await House.reply(["number": receipt.number, "action": "accept"], by: "dinas.12.71")
    #expect(reply.status == 0)
    try await House.waitFor("in_progress", of: receipt.number)
    let file = try House.get("ROUTER_DATA") + "/state.sqlite"
    func ask(_ sql: String) async throws -> Int? {
      let answer = try await Program.succeed(["sqlite3", "-readonly", "-cmd", ".timeout 5000", file, sql])
      return Int(answer.trimmingCharacters(in: .newlines))
    }
    let refused = "FROM events WHERE type = 'reply.refused.v1' AND correlation_id = 'dinas.12.01'"
    let last = try await eventually("the flood is handled") {
      try await ask("SELECT count(*) \(refused)") == 3000 ? try await ask("SELECT max(id) \(refused)") : nil
    }
    let accepted = try await ask(
      "SELECT id FROM events WHERE type = 'case.accepted.v1' AND correlation_id = '\(receipt.number)'")
    #expect(try #require(accepted) < last - 1000)
  }

  @Test func tooManyFromOneAddressMustWait() async throws {
    let url = try House.get("INTAKE_URL") + "/cases?"
    /// So many at once, over one connection, that no pause between them lets all through.
    func ask(_ count: Int, _ more: String...) async throws -> String {
      try await Program.succeed(
        [
          "curl", "-sS", "-i", "\(url)[1-\(count)]", "-H", "Content-Type: application/json", "-d",
          #"{"text":"Simpanan"}"#,
        ]
          + more)
    }
    let answers = try await ask(200, "--interface", "127.0.0.77")
    #expect(answers.contains("HTTP/1.1 201") && answers.contains("HTTP/1.1 429"))
    #expect(answers.lowercased().contains("retry-after: "))
    #expect(try await !ask(1, "--interface", "127.0.0.78").contains("HTTP/1.1 429"))
    #expect(try await !ask(50).contains("HTTP/1.1 429"))
    // Behind a proxy that is trusted it is the client that counts, and one that is not trusted cannot name another.
    #expect(try await ask(100, "-H", "X-Forwarded-For: 127.0.0.77").contains("HTTP/1.1 429"))
    #expect(
      try await ask(100, "--interface", "127.0.0.77", "-H", "X-Forwarded-For: 198.51.100.7").contains("HTTP/1.1 429"))
    #expect(try await !ask(1, "-H", "X-Forwarded-For: 198.51.100.7").contains("HTTP/1.1 429"))
  }

  @Test func aKeyIsMadeUsedAndRevoked() async throws {
    let name = "gateway-\(UUID().uuidString.prefix(8))"
    let key = try await House.tool(
      "intake", "keys", "add", name, "--scope", "cases:write", "--channel", "whatsapp", "--per-minute", "5"
    ).trimmingCharacters(in: .whitespacesAndNewlines)
    func post(_ json: String, _ key: String) async throws -> String {
      try await Program.succeed(
        [
          "curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", try House.get("INTAKE_URL") + "/cases",
          "-H", "Content-Type: application/json", "-H", "@-", "-d", json,
        ], input: "Authorization: Bearer \(key)\n")
    }
    let report = #"{"text":"Simpanan"}"#
    #expect(try await post(report, key) == "201")
    #expect(try await post(#"{"text":"Simpanan","channel":"phone"}"#, key) == "403")
    #expect(try await post(report, "dsp_0000000000") == "401")
    for _ in 0..<3 { _ = try await post(report, key) }
    #expect(try await post(report, key) == "429")
    #expect(try await House.tool("intake", "keys", "list").contains("\(name)\tcases:write\twhatsapp\t5 a minute"))
    #expect(try await House.tool("intake", "keys", "revoke", name) == "revoked \(name)\n")
    #expect(try await post(report, key) == "401")
    // Neither the file nor the log has it.
    for path in [try House.get("INTAKE_DATA") + "/state.sqlite", try House.get("DISPOSISI_RUN") + "/log/intake.log"] {
      let outcome = try await Program.run(["grep", "-c", "-a", "-F", "-f", "-", path], input: key)
      #expect(outcome.output == "0\n")
    }
  }
}
