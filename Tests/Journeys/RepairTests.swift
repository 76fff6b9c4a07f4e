import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// The way back, after somebody has lost what it was told.
@Suite(.serialized, .timeLimit(.minutes(10))) struct RepairTests {
  static func stop(_ service: String) async throws { try await House.end(service, by: SIGTERM) }

  /// Puts a service's folder back as it was some cases ago, as operators do: all copied while all run, one stopped, put
  /// back, started.
  static func restoring(_ service: String, _ meanwhile: () async throws -> Void) async throws {
    let copy = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let made = try await House.tool("disposisi", "backup", copy).split(separator: "\n")
    #expect(made.count == 4 && made.allSatisfy { $0.contains("files, checked\t\(copy)/") }, "\(made)")
    try await meanwhile()
    let refused = try await Program.run([try House.get("DISPOSISI_BIN") + "/disposisi", "restore", copy, service])
    #expect(refused.status == 1 && refused.errors.contains("is in use by process"), "\(refused.errors)")
    try await stop(service)
    #expect(try await House.tool("disposisi", "restore", copy, service).hasPrefix("\(service)\tas of "))
    try await House.up()
  }

  static func ledger(_ words: String...) async throws -> Program.Outcome {
    try await Program.run([try House.get("DISPOSISI_BIN") + "/disposisi", "ledger"] + words)
  }

  /// - Returns: what `ledger` says before the repair.
  static func repaired() async throws -> String {
    let before = try await ledger("--wait", "3", "--all")
    #expect(before.status == 1)
    let shown = try await ledger("--wait", "2", "--repair")
    #expect(
      shown.status == 1 && shown.output.hasSuffix("nothing is said; say --yes\n"), "\(shown.output)\(shown.errors)")
    let done = try await ledger("--wait", "20", "--repair", "--yes")
    #expect(done.status == 0 && done.output.hasSuffix("it adds up\n"), "\(done.output)\(done.errors)")
    return before.output
  }

  @Test(arguments: ["classifier", "notifier", "intake"])
  func aServiceFromAnOldCopyIsToldAgain(service: String) async throws {
    let address = House.address()
    var numbers: [String] = []
    try await Self.restoring(service) {
      for _ in 0..<3 {
        numbers.append(try await House.report(House.complaint(region: "33.06", email: address)).number)
      }
      for number in numbers { try await House.waitFor("routed", of: number) }
      _ = try await eventually("all mails have come") { try House.mails(to: address).count == 6 ? true : nil }
    }
    let before = try await Self.repaired()
    for number in numbers { #expect(before.contains(number)) }
    for number in numbers { try await House.waitFor("routed", of: number) }
    // The notifier does not know any more what it has sent; nobody else's loss sends anything twice.
    if service != "notifier" { #expect(try House.mails(to: address).count == 6) }
    let arrived = try await Peer.drain(House.url(of: "dinas.33.06"), "unit.dinas.33.06", count: 500, seconds: 2)
    for number in numbers {
      let routed = arrived.filter { $0.type == "case.routed.v1" && $0.body.contains(number) }
      #expect(Set(routed.compactMap(\.messageID)).count == 1)
    }
  }

  /// What came with a case is part of the copy, and what came later is kept beside.
  @Test func filesThatCameWithCasesComeBack() async throws {
    let file = NSTemporaryDirectory() + UUID().uuidString
    let folder = file + ".d"
    defer { for path in [file, folder] { try? FileManager.default.removeItem(atPath: path) } }
    try "%PDF-1.4\n%%EOF\n".write(toFile: file, atomically: true, encoding: .utf8)
    func report() async throws -> String {
      let answer = try await Program.succeed([
        "curl", "-sS", "--fail-with-body", try House.get("INTAKE_URL") + "/cases", "-F",
        "text=Simpanan saya tidak cair",
        "-F", "form[region]=33.08", "-F", "media=@\(file);type=application/pdf;filename=bukti.pdf",
      ])
      return try JSONDecoder().decode(RunningSystem.Receipt.self, from: Data(answer.utf8)).number
    }
    func attachments(_ number: String) async throws -> Program.Outcome {
      try await Program.run(
        [try House.get("DISPOSISI_BIN") + "/intake", "attachments", number, "--to", folder, "--why", "uji pemulihan"],
        environment: ["INTAKE_DATA": try House.get("INTAKE_DATA")])
    }
    let first = try await report()
    var second = ""
    try await Self.restoring("intake") { second = try await report() }
    let found = try await attachments(first)
    #expect(found.status == 0 && found.output.contains("application/pdf"), "\(found)")
    #expect(try await attachments(second).status != 0)
    let kept = try await Program.succeed(
      ["bash", "-c", "find \(try House.get("INTAKE_DATA"))/replaced-*/attachments -name '*.pdf' | wc -l"])
    #expect(Int(kept.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 >= 2)
    _ = try await Self.repaired()
  }

  /// What a restored router says has ids that nobody has heard: a unit's second answer is not taken for its first.
  @Test func aRouterFromAnOldCopySaysNothingUnderOldIDs() async throws {
    let (address, unit) = (House.address(), "dinas.33.07")
    var number = ""
    func act(_ action: String, _ text: String) async throws {
      #expect(try await House.reply(["number": number, "action": action, "text": text], by: unit).status == 0)
    }
    try await Self.restoring("router") {
      number = try await House.report(House.complaint(region: "33.07", email: address)).number
      try await House.waitFor("routed", of: number)
      try await act("answer", "Jawaban pertama.")
      try await House.waitFor("answered", of: number)
      _ = try await eventually("three mails") { try House.mails(to: address).count == 3 ? true : nil }
    }
    #expect(
      try await Self.repaired().contains("\(number)  intake heard that it is answered, the router does not know it"))
    try await House.waitFor("routed", of: number)
    try await act("answer", "Jawaban kedua.")
    try await House.waitFor("answered", of: number)
    let mails = try await eventually("the second answer's mail") {
      let mails = try House.mails(to: address)
      return mails.contains { $0.contains("Jawaban kedua.") } ? mails : nil
    }
    // Passed on a second time, told once.
    #expect(mails.count == 4)
    #expect(try await House.status().contains("router\tepoch\trestored from a copy"))
  }

  @Test func aUnitThatLostItsMessagesIsToldAgain() async throws {
    let (unit, url) = ("dinas.33.09", try House.get("AMQP_URL"))
    let since = Date().ISO8601Format()
    let receipt = try await House.report(House.complaint(region: "33.09"))
    let first = try await House.receive(receipt.number, at: unit)
    func resend(_ words: String...) async throws -> String {
      try await Program.succeed(
        [try House.get("DISPOSISI_BIN") + "/router", "resend"] + words,
        environment: ["ROUTER_DATA": try House.get("ROUTER_DATA")])
    }
    let shown = try await resend("--unit", unit, "--since", since)
    #expect(shown.contains("\(receipt.number)  case.routed.v1") && shown.hasSuffix("nothing is said; say --yes\n"))
    #expect(try await Peer.count(url, "unit.\(unit)") == 0)
    #expect(try await resend("--unit", unit, "--since", since, "--yes").hasSuffix("1 are said again\n"))
    let second = try await House.receive(receipt.number, at: unit)
    #expect(second.messageID == first.messageID && second.body == first.body)
    let wrong = try await Program.run(
      [try House.get("DISPOSISI_BIN") + "/router", "resend", "1234567890"],
      environment: ["ROUTER_DATA": try House.get("ROUTER_DATA")])
    #expect(wrong.status != 0)
  }

  /// What the broker itself put aside goes back to where it was published, in the name of who sent it.
  @Test func theBrokersDeadLettersAreListedRetriedAndDropped() async throws {
    let url = try House.get("AMQP_URL")
    let receipt = try await House.report(House.complaint(region: "33.10"))
    try await House.waitFor("routed", of: receipt.number)
    // As the broker does it after a thousand deliveries.
    let aside = """
      import pika, sys
      connection = pika.BlockingConnection(pika.URLParameters(sys.argv[1]))
      channel = connection.channel()
      channel.confirm_delivery()
      for id in ("aside-1", "aside-2"):
        channel.basic_publish("dead", "dinas.33.10", sys.argv[2].encode(), pika.BasicProperties(
          message_id=id, user_id="dinas.33.10", type="x", delivery_mode=2, headers={
            "x-first-death-queue": "router.replies", "x-first-death-exchange": "replies",
            "x-first-death-reason": "delivery_limit", "x-death": [{"count": 1}]}))
      connection.close()
      """
    try await Program.succeed(
      ["/usr/bin/python3", "-c", aside, url, #"{"number":"\#(receipt.number)","action":"accept"}"#])
    let list = try await eventually("they are listed") {
      let list = try await House.tool("disposisi", "held", "list")
      return list.contains("broker/router.replies/aside-1") && list.contains("broker/router.replies/aside-2")
        ? list : nil
    }
    #expect(list.contains("delivery_limit"))
    func id(_ name: String) throws -> String {
      let line = list.split(separator: "\n").first { $0.contains("/\(name)/") }
      return try #require(line?.split(separator: " ").first.map(String.init))
    }
    #expect(try await House.tool("disposisi", "held", "drop", id("aside-2")).contains("dropped"))
    #expect(try await House.tool("disposisi", "held", "retry", id("aside-1")) == "1 are tried now\n")
    try await House.waitFor("in_progress", of: receipt.number)
    #expect(try await !House.tool("disposisi", "held", "list").contains("aside-"))
  }
}
