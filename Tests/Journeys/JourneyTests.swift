import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// Whole ways of cases through the real executables, a real broker and a real mail server.
@Suite(.serialized, .timeLimit(.minutes(10))) struct JourneyTests {
  @Test func fromReportToClosedWithAMailAtEachStep() async throws {
    let (unit, address) = ("dinas.33.74", House.address())
    let receipt = try await House.report(House.complaint(region: "33.74", email: address))
    let routed = try await House.receive(receipt.number, at: unit)
    #expect(routed.type == "case.routed.v1" && routed.userID == "router")
    #expect(routed.headers?["traceparent"]?.hasPrefix("00-") == true)
    let data = try #require(routed.json()["data"] as? [String: Any])
    #expect(data["unit"] as? String == unit)
    #expect(data["cc"] as? [String] == ["deputi.pengawasan"])
    #expect((data["deadline"] as? [String: Any])?["due"] is String && data["reason"] is String)
    #expect(!routed.body.contains(address) && !routed.body.contains("Siti Aminah"))

    #expect(try await House.reply(["number": receipt.number, "action": "accept"], by: unit).status == 0)
    try await House.waitFor("in_progress", of: receipt.number)
    _ = try await House.reply(["number": receipt.number, "action": "answer", "text": "Dibayar bulan ini."], by: unit)
    try await House.waitFor("answered", of: receipt.number)
    _ = try await House.reply(["number": receipt.number, "action": "close", "text": "Terima kasih."], by: unit)
    try await House.waitFor("closed", of: receipt.number)

    let mails = try await eventually("four mails") {
      let mails = try House.mails(to: address)
      return mails.count >= 4 ? mails : nil
    }
    #expect(mails.count == 4)
    for word in [
      "telah kami terima", "diteruskan kepada Dinas Koperasi Kota Semarang", "Dibayar bulan ini.",
      "telah kami nyatakan selesai",
    ] {
      #expect(mails.count { $0.contains(word) } == 1, "\(word)")
    }
    #expect(mails.allSatisfy { $0.contains(receipt.number.prefix(4)) })
    #expect(mails.contains { $0.contains(receipt.code) })
  }

  @Test func aQuestionGoesToTheReporterAndTheAnswerBack() async throws {
    let (unit, address) = ("dinas.51.04", House.address())
    let receipt = try await House.report(House.complaint(region: "51.04", email: address))
    _ = try await House.receive(receipt.number, at: unit)
    _ = try await House.reply(["number": receipt.number, "action": "ask", "text": "Sejak kapan?"], by: unit)
    try await House.waitFor("waiting", of: receipt.number)
    _ = try await eventually("the question by mail") {
      try House.mails(to: address).contains { $0.contains("Sejak kapan?") } ? true : nil
    }
    let page = try await Program.succeed([
      "curl", "-sS", try House.get("INTAKE_URL") + "/lacak", "--data-urlencode", "nomor=\(receipt.number)",
      "--data-urlencode",
      "kode=7890", "--data-urlencode", "aksi=reply", "--data-urlencode", "text=Sejak Maret.",
    ])
    #expect(page.contains("Terima kasih"))
    let replied = try await House.receive(receipt.number, at: unit, "case.replied.v1")
    #expect(replied.body.contains("Sejak Maret."))
    _ = try await House.reply(["number": receipt.number, "action": "answer", "text": "Baik."], by: unit)
    try await House.waitFor("answered", of: receipt.number)
    _ = try await Program.succeed([
      "curl", "-sS", try House.get("INTAKE_URL") + "/lacak", "-d",
      "nomor=\(receipt.number)&kode=\(receipt.code)&aksi=object&text=Belum",
    ])
    try await House.waitFor("reopened", of: receipt.number)
    #expect(try await House.receive(receipt.number, at: unit, "case.reopened.v1").body.contains("Belum"))
    _ = try await House.reply(["number": receipt.number, "action": "answer", "text": "Sudah."], by: unit)
    try await House.waitFor("answered", of: receipt.number)
    _ = try await Program.succeed([
      "curl", "-sS", try House.get("INTAKE_URL") + "/lacak", "-d",
      "nomor=\(receipt.number)&kode=\(receipt.code)&aksi=agree",
    ])
    try await House.waitFor("closed", of: receipt.number)
  }

  @Test func aRepeatedReportIsOneCase() async throws {
    let json = House.complaint(region: "73.71", text: UUID().uuidString)
    let first = try await House.report(json, key: "twice-\(first: json)")
    let second = try await House.report(json, key: "twice-\(first: json)")
    #expect(first.number == second.number && first.code == second.code)
    let marker = try await House.report(House.complaint(region: "73.71", text: "marker"))
    var bodies: [String] = []
    while !bodies.contains(where: { $0.contains(marker.number) }) {
      bodies += try await Peer.drain(House.url(of: "dinas.73.71"), "unit.dinas.73.71", count: 1, seconds: 20).map(
        \.body)
    }
    #expect(bodies.count { $0.contains("\"number\":\"\(first.number)\"") } == 1)
  }

  @Test func theWrongUnitIsToldAndChangesNothing() async throws {
    let receipt = try await House.report(House.complaint(region: "32.73"))
    _ = try await House.receive(receipt.number, at: "dinas.32.73")
    _ = try await House.reply(["number": receipt.number, "action": "answer", "text": "Saya saja."], by: "dinas.32.74")
    let refused = try await House.receive(receipt.number, at: "dinas.32.74", "reply.refused.v1")
    #expect(refused.type == "reply.refused.v1")
    let data = try #require(refused.json()["data"] as? [String: Any])
    #expect((data["reason"] as? String)?.contains("is not with dinas.32.74") == true)
    #expect(try await House.state(of: receipt.number) == "routed")
  }

  @Test(arguments: ["{", #"{"number":"12","action":"accept"}"#, #"{"number":"4827193059","action":"accept"}"#])
  func aBadReplyIsAnsweredNeverSilent(body: String) async throws {
    let unit = "dinas.32.75"
    _ = try await House.reply(body, by: unit)
    let messages = try await Peer.drain(House.url(of: unit), "unit.\(unit)", count: 1)
    #expect(messages.first?.type == "reply.refused.v1")
    #expect(messages.first?.body.contains("expected") == true)
  }

  @Test func aFalseSenderIsRefusedByTheBroker() async throws {
    let outcome = try await House.reply(
      ["number": "4827193059", "action": "accept"], by: "dinas.32.75", as: "dinas.32.76")
    #expect(outcome.status != 0 && outcome.errors.contains("406"))
  }

  @Test func aUnitCanDoJustItsOwnJob() async throws {
    let url = try House.url(of: "dinas.32.75")
    await #expect(throws: Program.Failure.self) { try await Peer.drain(url, "unit.dinas.32.76", count: 1, seconds: 1) }
    await #expect(throws: Program.Failure.self) { try await Peer.declare(url, "mine") }
    for (exchange, key) in [
      ("cases", "case.closed.v1"), ("units", "dinas.32.76"), ("replies", "dinas.32.76"), ("", "unit.dinas.32.76"),
    ] {
      #expect(try await Peer.send(url, exchange: exchange, key: key, body: "x").status != 0, "\(exchange) \(key)")
    }
  }

  @Test func aTransferBringsTheCaseToTheOtherUnit() async throws {
    let receipt = try await House.report(House.complaint(region: "32.71"))
    _ = try await House.receive(receipt.number, at: "dinas.32.71")
    _ = try await House.reply(
      ["number": receipt.number, "action": "transfer", "to": "dinas.32", "text": "Anggota di beberapa kota."],
      by: "dinas.32.71")
    let routed = try await House.receive(receipt.number, at: "dinas.32")
    #expect(routed.type == "case.routed.v1" && routed.body.contains("Anggota di beberapa kota."))
    _ = try await House.reply(["number": receipt.number, "action": "accept"], by: "dinas.32")
    try await House.waitFor("in_progress", of: receipt.number)
  }

  @Test func whatBelongsOutsideIsHandedOnWithAnAddress() async throws {
    let address = House.address()
    let receipt = try await House.report([
      "text": "Kartu BPJS anak saya tidak aktif", "reporter": ["email": address], "language": "en",
    ])
    try await House.waitFor("handed_on", of: receipt.number)
    _ = try await eventually("a mail with the address") {
      try House.mails(to: address).contains { $0.contains("lapor.go.id") && $0.contains("handed on") } ? true : nil
    }
  }

  @Test func whatIsUnsureGoesToPeople() async throws {
    let receipt = try await House.report(["text": "halo"])
    let routed = try await House.receive(receipt.number, at: "triase")
    #expect(routed.body.contains("triase.unsure"))
  }
}

extension String.StringInterpolation {
  /// A key that belongs to this report alone.
  fileprivate mutating func appendInterpolation(first json: [String: Any]) {
    appendLiteral(String((json["text"] as? String ?? "").suffix(36)))
  }
}
