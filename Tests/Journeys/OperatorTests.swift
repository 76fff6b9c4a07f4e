import Contract
import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// What operators and units do from the command line.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OperatorTests {
  /// How a program of the kit is run, on a machine that has its language.
  struct KitLanguage: Sendable, CustomTestStringConvertible {
    let name: String
    let file: String
    let unit: String
    /// Where Debian puts the client.
    let client: String
    let run: String
    var testDescription: String { name }
  }

  static let languages = [
    KitLanguage(
      name: "python", file: "unit.py", unit: "dinas.34.71", client: "/usr/lib/python3/dist-packages/pika",
      run: "/usr/bin/python3 unit.py"),
    KitLanguage(
      name: "go", file: "unit.go", unit: "dinas.34.01", client: "/usr/share/gocode/src/github.com/rabbitmq/amqp091-go",
      run: "./unit"),
    KitLanguage(
      name: "java", file: "Unit.java", unit: "dinas.34.02", client: "/usr/share/java/amqp-client.jar",
      run: "java -cp '.:/usr/share/java/*' Unit"),
    KitLanguage(
      name: "php", file: "unit.php", unit: "dinas.34.03", client: "/usr/share/php/PhpAmqpLib", run: "php unit.php"),
  ].filter { FileManager.default.fileExists(atPath: $0.client) }

  private static let built = """
    if [ -f unit.go ]; then HOME=$PWD GO111MODULE=off GOPATH=/usr/share/gocode go build -o unit unit.go; fi
    if [ -f Unit.java ]; then javac -cp '/usr/share/java/*' Unit.java; fi
    """

  @Test(arguments: languages)
  func aUnitsKitRunsAsPrinted(in language: KitLanguage) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(try await House.tool("disposisi", "unit", "kit", language.unit, "--\(language.name)").utf8)
      .write(to: folder.appending(path: language.file))
    func run(_ words: String) async throws -> Program.Outcome {
      try await Program.run(["bash", "-c", "cd '\(folder.path())' && \(words)"])
    }
    let build = try await run(Self.built)
    #expect(build.status == 0, "\(build.errors)")
    async let subscriber = run("echo $$ > pid; exec timeout 240 \(language.run) > out 2>&1")
    do { try await work(with: language, run) } catch { Issue.record("\(error): \(try await run("cat out").output)") }
    let process = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
    kill(try #require(pid_t(process.dropLast())), SIGTERM)
    _ = try await subscriber
    let output = try await run("cat out").output
    #expect(output.contains("connection lost") && output.contains("refused:"), "\(output)")
  }

  /// From the first case to its answer, past what is not understood and a restart of the broker.
  private func work(
    with language: KitLanguage, _ run: (String) async throws -> Program.Outcome
  ) async throws {
    let unit = language.unit
    let complaint = House.complaint(region: String(unit.dropFirst(6)))
    let receipt = try await House.report(complaint)
    // The subscriber accepts what it receives.
    try await House.waitFor("in_progress", of: receipt.number)
    // What it does not understand goes to the broker's dead letters, and what follows is handled.
    let sent = try await Peer.send(
      House.get("AMQP_URL"), exchange: "", key: "unit.\(unit)", properties: ["message_id": "odd-1"], body: "odd")
    #expect(sent.status == 0)
    let odd = try await eventually("what was not understood is held") {
      try await House.tool("disposisi", "held", "list").split(separator: "\n")
        .first { $0.hasPrefix("broker/unit.\(unit)/odd-1/") }?.split(separator: " ").first.map(String.init)
    }
    _ = try await House.tool("disposisi", "held", "drop", odd)
    // An upgrade of the broker ends all connections.
    _ = try await Program.succeed(
      [Program.root + "compose/broker", "ctl", "-q", "close_all_user_connections", unit, "upgrade"])
    let second = try await House.report(complaint)
    try await House.waitFor("in_progress", of: second.number)
    let answer = try await run("\(language.run) answer \(receipt.number) 'Sudah kami tangani.'")
    #expect(answer.output == "sent\n", "\(answer.errors)")
    try await House.waitFor("answered", of: receipt.number)
    // A slip accepts nothing.
    let slip = try await run("\(language.run) answer")
    #expect(slip.status == 1 && slip.errors.contains("NUMBER TEXT"))
  }

  /// A unit's programmers see each event before the first case comes.
  @Test func aUnitsProgramIsTriedWithASampleOfEachEvent() async throws {
    let unit = "dinas.34.04"
    let said = try await House.tool("disposisi", "unit", "try", unit)
    #expect(said.contains("samples are in the queue trial.\(unit)"))
    let samples = try await Peer.drain(House.url(of: unit), "trial.\(unit)", count: 100, seconds: 1)
    let told = Flow.table.filter(\.tellsUnits).map { $0.type.text }
    #expect(samples.compactMap(\.type).sorted() == told.sorted())
    let routed = try #require(samples.first { $0.type == "case.routed.v1" })
    #expect(routed.body.contains("\"unit\":\"\(unit)\"") && routed.messageID?.hasSuffix("case.routed.v1") == true)
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

  /// It ends by itself only because nobody reads it any more.
  @Test func statusIsShownAnewWhileItIsWatched() async throws {
    let watched = try await Program.run([
      "bash", "-c", #""$DISPOSISI_BIN/disposisi" status --watch 1 | grep -m 2 "intake.state.ready""#,
    ])
    #expect(watched.output == "intake\tstate\tready\nintake\tstate\tready\n", "\(watched)")
    let wrong = try await Program.run([try House.get("DISPOSISI_BIN") + "/disposisi", "status", "--watch", "0"])
    #expect(wrong.status != 0 && wrong.errors.contains("--watch takes 1 to 3600 seconds, found 0"))
  }

  @Test func statusShowsWhoListens() async throws {
    let status = try await House.status()
    #expect(status.contains("router.replies\t0 messages\t1 consumers"))
  }
}
