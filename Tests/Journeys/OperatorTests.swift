import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// What operators and units do from the command line.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OperatorTests {
  @Test func aUnitsKitRunsAsPrinted() async throws {
    let unit = "dinas.34.71"
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let script = folder.appending(path: "unit.py")
    try Data(try await House.tool("disposisi", "unit", "kit", unit, "--python").utf8).write(to: script)
    let python = ["/usr/bin/python3", script.path()]
    let process = folder.appending(path: "pid").path()
    let command = "echo $$ > '\(process)'; exec timeout 240 /usr/bin/python3 '\(script.path())'"
    async let subscriber = Program.run(["bash", "-c", command])
    let receipt = try await House.report(House.complaint(region: "34.71"))
    // The subscriber accepts what it receives.
    try await House.waitFor("in_progress", of: receipt.number)
    // What it does not understand goes to the broker's dead letters, and what follows is handled.
    let sent = try await Peer.send(
      House.get("AMQP_URL"), exchange: "", key: "unit.\(unit)", properties: ["message_id": "odd-1"], body: "odd")
    #expect(sent.status == 0)
    // An upgrade of the broker ends all connections.
    _ = try await Program.succeed(
      [Program.root + "compose/broker", "ctl", "-q", "close_all_user_connections", unit, "upgrade"])
    let second = try await House.report(House.complaint(region: "34.71"))
    try await House.waitFor("in_progress", of: second.number)
    #expect(try await Program.succeed(python + ["answer", receipt.number, "Sudah kami tangani."]) == "sent\n")
    try await House.waitFor("answered", of: receipt.number)
    // A slip accepts nothing.
    let slip = try await Program.run(python + ["answer"])
    #expect(slip.status == 1 && slip.errors.contains("unit.py ask|answer|close NUMBER TEXT"))
    let odd = try await eventually("what was not understood is held") {
      try await House.tool("disposisi", "held", "list").split(separator: "\n")
        .first { $0.hasPrefix("broker/unit.\(unit)/odd-1/") }?.split(separator: " ").first.map(String.init)
    }
    _ = try await House.tool("disposisi", "held", "drop", odd)
    kill(try #require(pid_t(String(contentsOfFile: process, encoding: .utf8).dropLast())), SIGTERM)
    let output = try await subscriber.output
    #expect(output.contains(receipt.number) && output.contains("connection lost") && output.contains("refused: "))
  }

  @Test func amqpConsumeReadsAUnitsQueue() async throws {
    let unit = "dinas.34.04"
    let receipt = try await House.report(House.complaint(region: "34.04"))
    try await House.waitFor("routed", of: receipt.number)
    let script = try await House.tool("disposisi", "unit", "kit", unit, "--shell")
    let file = FileManager.default.temporaryDirectory.appending(path: "\(unit).sh")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output = try await Program.run(["timeout", "5", "sh", file.path(), "head", "-c", "3000"]).output
    #expect(output.contains(receipt.number))
    let second = try await House.report(House.complaint(region: "34.04"))
    try await House.waitFor("routed", of: second.number)
    let url = try House.get("AMQP_URL")
    let operatorsView = try await Program.succeed([
      "amqp-consume", "--url", url, "-q", "unit.\(unit)", "-c", "1", "cat",
    ])
    #expect(operatorsView.contains(second.number))
  }

  @Test func aDeadLetterIsListedShownRetriedAndDropped() async throws {
    let url = try House.get("AMQP_URL")
    for id in ["poison-1", "poison-2"] {
      let sent = try await Peer.send(
        url, exchange: "intake.facts", key: "classifier.case.received.v1",
        properties: ["message_id": id, "type": "case.received.v1"], body: #"{"not":"an event"}"#)
      #expect(sent.status == 0)
    }
    let list = try await eventually("both are listed") {
      let list = try await House.tool("classifier", "dead", "list")
      return list.contains("poison-1") && list.contains("poison-2") ? list : nil
    }
    #expect(list.contains("specversion is missing"))
    let id = try #require(
      list.split(separator: "\n").first { $0.contains("poison-1") }?.split(separator: " ").first.map(String.init))
    #expect(try await House.tool("classifier", "dead", "show", id).contains(#"{"not":"an event"}"#))
    #expect(try await House.tool("classifier", "dead", "retry", id) == "1 handed back\n")
    let again = try await eventually("it is dead again, under a new number") {
      let list = try await House.tool("classifier", "dead", "list")
      return list.split(separator: "\n").first { $0.contains("poison-1") && !$0.hasPrefix("\(id) ") }.map(String.init)
    }
    let newID = try #require(again.split(separator: " ").first.map(String.init))
    #expect(try await House.tool("classifier", "dead", "drop", newID) == "dropped \(newID)\n")
    #expect(try await !House.tool("classifier", "dead", "list").contains("poison-1"))
    let receipt = try await House.report(House.complaint(region: "34.02"))
    try await House.waitFor("routed", of: receipt.number)
  }

  @Test func aBadAddressIsAFailedNoticeThatCanBeRetried() async throws {
    let receipt = try await House.report(House.complaint(region: "34.03", email: "tidak.ada@example.org"))
    func failed() async throws -> String? {
      try await House.tool("notifier", "notices", "list", "--state", "failed").split(separator: "\n")
        .first { $0.contains(receipt.number) && $0.contains("receipt") }.map(String.init)
    }
    let line = try await eventually("the notice has failed") { try await failed() }
    #expect(line.contains("550") && !line.contains("example.org"))
    let id = "\(receipt.number).1.case.received.v1"
    #expect(try await House.tool("notifier", "notices", "retry", id) == "1 owed again\n")
    _ = try await eventually("it failed again") { try await failed()?.contains("attempts 2") == true ? true : nil }
  }

  @Test func aStoppedMailServerMeansLaterNotLost() async throws {
    let address = House.address()
    try await House.end("smtp", by: SIGTERM)
    let receipt = try await House.report(House.complaint(region: "34.01", email: address))
    _ = try await eventually("the notice waits") {
      let list = try await House.tool("notifier", "notices", "list", "--state", "owed")
      return list.split(separator: "\n").contains { $0.contains(receipt.number) && !$0.contains("attempts 0") }
        ? true : nil
    }
    try await House.up()
    _ = try await eventually("both mails have come") { try House.mails(to: address).count == 2 ? true : nil }
  }

  @Test(arguments: RunningSystem.services)
  func everyServiceTellsHowItIs(service: String) async throws {
    let url = try House.get("\(service.uppercased())_ADMIN_URL")
    #expect(try await Program.succeed(["curl", "-sS", url + "/health/live"]) == "alive\n")
    #expect(try await Program.succeed(["curl", "-sS", url + "/health/ready"]) == "ready\n")
    _ = try await eventually("figures") {
      try await Program.succeed(["curl", "-sS", url + "/metrics"]).contains("disposisi_rows{table=\"outbox\"}")
        ? true : nil
    }
    #expect(try await House.tool(service, "check").contains("ok"))
    let wrong = try await Program.run(
      [try House.get("DISPOSISI_BIN") + "/" + service, "check"], environment: ["\(service.uppercased())_BATCH": "many"])
    #expect(wrong.status != 0 && wrong.errors.contains("_BATCH: found 'many'"))
  }

  @Test func statusShowsWhoListens() async throws {
    let status = try await House.status()
    #expect(status.contains("router.replies\t0 messages\t1 consumers"))
  }
}
