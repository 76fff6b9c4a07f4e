import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// What operators met in one evening: a lost binding, a deleted queue, a frozen broker, a locked file, a second process, a
/// new password. Nothing is lost, and who looks is told.
@Suite(.serialized, .timeLimit(.minutes(10))) struct FaultTests {
  static func ready(_ service: String) async throws -> [String] {
    let url = try House.get("\(service.uppercased())_ADMIN_URL") + "/health/ready"
    return try await Program.succeed(["curl", "-sS", "--max-time", "2", url]).split(separator: "\n").map(String.init)
  }

  static func waitForReadiness(_ service: String, _ fits: ([String]) -> Bool) async throws {
    _ = try await eventually("\(service) says so") { fits(try await ready(service)) ? true : nil }
  }

  static func status() async throws -> Program.Outcome {
    try await Program.run([try House.get("DISPOSISI_BIN") + "/disposisi", "status"])
  }

  static func broker(_ words: String...) async throws {
    try await Program.succeed([Program.root + "compose/broker", "ctl", "-q"] + words)
  }

  static func importDefinitions() async throws {
    try await broker("import_definitions", try House.get("DISPOSISI_RUN") + "/definitions.json")
  }

  /// Each way of a fact to a hearer, lost while others have theirs.
  @Test(arguments: [
    ("intake", "intake.facts", "classifier", "case.received.v1"),
    ("classifier", "classifier.facts", "router", "case.classified.v1"),
    ("router", "router.facts", "intake", "case.routed.v1"),
  ])
  func aLostBindingLosesNothingAndIsSeen(speaker: String, exchange: String, queue: String, type: String) async throws {
    let url = try House.get("AMQP_URL")
    try await Peer.run("unbind", url, queue, exchange, "\(queue).\(type)")
    let receipt = try await House.report(House.complaint(region: "33.05"))
    try await Self.waitForReadiness(speaker) { lines in
      lines[0] == "degraded"
        && lines.contains { $0.contains("\(exchange) \(queue).\(type): no queue is bound for it (312 NO_ROUTE)") }
    }
    let status = try await Self.status()
    #expect(status.status == 1 && status.output.hasPrefix("LOOK\t"), "\(status.output.prefix(500))")
    let held = try await House.tool("disposisi", "held", "list")
    #expect(held.contains("\(speaker)/outbox/") && held.contains(receipt.number))
    try await Self.importDefinitions()
    try await House.waitFor("routed", of: receipt.number)
    try await Self.waitForReadiness(speaker) { $0 == ["ready"] }
  }

  @Test func aDeletedQueueLosesNothingThatIsSaidMeanwhile() async throws {
    try await Self.broker("delete_queue", "-p", "disposisi", "classifier")
    let receipt = try await House.report(House.complaint(region: "33.05"))
    try await Self.waitForReadiness("classifier") {
      $0[0] == "not ready" && $0.contains { $0.contains("there is no queue classifier") }
    }
    #expect(try await Self.status().status == 2)
    try await Self.importDefinitions()
    try await House.waitFor("routed", of: receipt.number)
    try await Self.waitForReadiness("classifier") { $0 == ["ready"] }
  }

  /// The door is open whatever the broker does; a probe is answered.
  @Test func aFrozenBrokerIsToldAtOnce() async throws {
    let broker = try House.processID("broker")
    kill(broker, SIGSTOP)
    do {
      let receipt = try await House.report(House.complaint(region: "33.05"))
      for service in RunningSystem.services {
        try await Self.waitForReadiness(service) { $0[0] == (service == "intake" ? "degraded" : "not ready") }
      }
      let status = try await Self.status()
      #expect(
        status.status == 2 && status.output.contains("DOWN\tbroker\t") && status.output.contains("router\tbook\t"))
      kill(broker, SIGCONT)
      try await House.waitFor("routed", of: receipt.number)
    } catch {
      kill(broker, SIGCONT)
      throw error
    }
    for service in RunningSystem.services {
      try await Self.waitForReadiness(service) { $0 == ["ready"] }
    }
  }

  @Test func aLockedDatabaseIsNotReady() async throws {
    let file = try House.get("ROUTER_DATA") + "/state.sqlite"
    let end = NSTemporaryDirectory() + UUID().uuidString
    // Holds the file until it is told to end.
    let script = """
      import os, sqlite3, sys, time
      state = sqlite3.connect(sys.argv[1], isolation_level=None); state.execute('BEGIN IMMEDIATE')
      while not os.path.exists(sys.argv[2]): time.sleep(0.05)
      """
    async let holder = Program.run(["timeout", "60", "/usr/bin/python3", "-c", script, file, end])
    try await Self.waitForReadiness("router") { $0[0] == "not ready" && $0.contains { $0.hasPrefix("database: ") } }
    try Data().write(to: URL(filePath: end))
    _ = try await holder
    try await Self.waitForReadiness("router") { $0 == ["ready"] }
  }

  /// Another process on the same queue, with a folder of its own, waits for its turn.
  @Test func aSecondReaderIsASpare() async throws {
    let data = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: data) }
    let command = """
      port=$(/usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
      CLASSIFIER_ADMIN_PORT=$port "$DISPOSISI_BIN/classifier" serve > /dev/null 2>&1 & echo $! $port
      """
    let words = try await Program.succeed(
      ["bash", "-c", command],
      environment: ["CLASSIFIER_DATA": data, "CLASSIFIER_BROKER": try House.url(of: "classifier")]
    ).split(whereSeparator: \.isWhitespace).map(String.init)
    let id = try #require(pid_t(words[0]))
    defer { kill(id, SIGTERM) }
    _ = try await eventually("it waits") {
      let answer = try? await Program.succeed(["curl", "-sS", "http://127.0.0.1:\(words[1])/health/ready"])
      return answer?.contains("reader of classifier: a spare: another process reads the queue") == true ? true : nil
    }
    for _ in 0..<5 {
      let receipt = try await House.report(House.complaint(region: "33.05"))
      try await House.waitFor("routed", of: receipt.number)
    }
    #expect(try await Self.ready("classifier") == ["ready"])
    kill(id, SIGTERM)
    _ = try await eventually("it is gone") { kill(id, 0) == 0 ? nil : true }
  }

  /// A password is changed at the broker and in its file; nobody restarts anything.
  @Test func aNewPasswordIsTakenFromItsFile() async throws {
    let file = try House.get("DISPOSISI_RUN") + "/secrets/classifier"
    let old = try String(contentsOfFile: file, encoding: .utf8)
    func change(_ password: String) async throws {
      try await Self.broker("change_password", "classifier", password)
      try await Self.broker("close_all_connections", "--vhost", "disposisi", "changed")
      try Data((password + "\n").utf8).write(to: URL(filePath: file))
    }
    try await change("another-\(UUID().uuidString)")
    let receipt = try await House.report(House.complaint(region: "33.05"))
    try await House.waitFor("routed", of: receipt.number)
    try await change(old.trimmingCharacters(in: .newlines))
    try await Self.waitForReadiness("classifier") { $0 == ["ready"] }
  }

  /// A later version's fact, bound before this version is upgraded.
  @Test func anUnknownFactIsPassedOverAndCounted() async throws {
    let url = try House.get("AMQP_URL")
    func count() async throws -> Int {
      let text = try await Program.succeed(["curl", "-sS", try House.get("INTAKE_ADMIN_URL") + "/metrics"])
      let name = "disposisi_stage_messages_total{queue=\"intake\",fate=\"ignored\"} "
      return text.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { Int($0.dropFirst(name.count)) } ?? 0
    }
    let before = try await count()
    try await Peer.run("bind", url, "intake", "router.facts", "intake.case.postponed.v1")
    let sent = try await Peer.send(
      url, exchange: "router.facts", key: "intake.case.postponed.v1",
      properties: ["type": "case.postponed.v1", "message_id": "later"], body: "{}")
    #expect(sent.status == 0)
    _ = try await eventually("it is counted") { try await count() == before + 1 ? true : nil }
    try await Peer.run("unbind", url, "intake", "router.facts", "intake.case.postponed.v1")
    #expect(try await !House.tool("intake", "dead", "list").contains("later"))
  }

  /// What an attacker tried with the classifier's account alone, after it was broken into.
  @Test func aStolenAccountSaysNothingInAnothersName() async throws {
    let receipt = try await House.report(House.complaint(region: "33.05"))
    try await House.waitFor("routed", of: receipt.number)
    let number = receipt.number
    func event(_ type: String, _ data: String, id: String? = nil, sequence: Int = 9) -> String {
      """
      {"specversion":"1.0","id":"\(id ?? "\(number).\(sequence).\(type)")","source":"/disposisi/router","type":"\(type)",\
      "subject":"\(number)","time":"2026-11-27T00:00:00.000Z","datacontenttype":"application/json",\
      "sequence":"000000000\(sequence)","data":\(data)}
      """
    }
    let answered = event(
      "case.answered.v1", #"{"number":"\#(number)","unit":"dinas.33.05","answer":"PALSU: transfer ke rekening 123"}"#)
    let accepted = event(
      "case.accepted.v1", #"{"number":"\#(number)","unit":"dinas.33.05"}"#, id: "\(number).4.case.accepted.v1",
      sequence: 4)
    let account = try House.url(of: "classifier")
    for key in ["intake.case.classified.v1", "router.case.classified.v1"] {
      for (type, body) in [
        ("case.answered.v1", answered), ("case.classified.v1", answered), ("case.accepted.v1", accepted),
      ] {
        _ = try await Peer.send(
          account, exchange: "classifier.facts", key: key, properties: ["type": type, "message_id": "forged"],
          body: body)
      }
    }
    for (exchange, key) in [
      ("router.facts", "intake.case.answered.v1"), ("intake.facts", "notifier.contact.recorded.v1"),
    ] {
      let refused = try await Peer.send(
        account, exchange: exchange, key: key, properties: ["type": "case.answered.v1"], body: answered)
      #expect(refused.status != 0 && refused.errors.contains("ACCESS_REFUSED"), "\(refused.errors.suffix(300))")
    }
    _ = try await eventually("intake kept what it did not take") {
      let list = try await House.tool("intake", "dead", "list")
      return list.components(separatedBy: "not taken: found type 'case.a").count >= 3 ? true : nil
    }
    // What really happens is still told: the id that was tried is not used up.
    #expect(try await House.reply(["number": number, "action": "accept"], by: "dinas.33.05").status == 0)
    try await House.waitFor("in_progress", of: number)
    for service in ["intake", "router"] {
      for line in try await House.tool(service, "dead", "list").split(separator: "\n") where line.contains("forged") {
        _ = try await House.tool(service, "dead", "drop", String(line.split(separator: " ")[0]))
      }
    }
  }
}
