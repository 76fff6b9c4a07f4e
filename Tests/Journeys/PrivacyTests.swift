import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// Cases whose every personal field is a marker; then all that the house keeps, says and logs is searched for them.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PrivacyTests {
  /// What identifies a reporter, none of it occurring anywhere else.
  struct Markers {
    private let mark = String((0..<8).map { _ in "bcdfghjklmnpqrstvwxz".randomElement() ?? "x" })
    var name: String { "Nama\(mark)" }
    var email: String { "surel\(mark)@example.org" }
    let phone = "08990" + String((0..<7).map { _ in "0123456789".randomElement() ?? "0" })
    var address: String { "Jalan\(mark)" }
    var fileName: String { "berkas\(mark).png" }
    var fileText: String { "isi\(mark)" }
    /// A wrong one, which somebody types.
    var code: String { "kode\(mark)" }

    var all: [String] { [name, email, phone, address, fileName, fileText, code] }
  }

  @Test(arguments: ["terbuka", "rahasia", "anonim"])
  func personalFieldsAreOnlyWhereTheyAreNeeded(privacy: String) async throws {
    let markers = Markers()
    let observer = "test.\(UUID().uuidString.prefix(8))"
    let url = try House.get("AMQP_URL")
    try await Peer.observe(url, observer)
    let numbers = try await Self.reportEverywhere(markers, privacy)
    for number in numbers { try await House.waitFor("routed", of: number) }
    try await Self.talk(numbers[0], markers)
    let messages = try await Peer.drain(url, observer, count: 10_000, seconds: 3)
    try await Peer.remove(url, observer)
    #expect(messages.filter { $0.type == "case.routed.v1" && $0.body.contains(numbers[0]) }.count >= 1)
    // On the wire contacts are for the notifier alone, and there are none of who stays unknown.
    for message in messages where message.type != "contact.recorded.v1" {
      #expect(markers.all.filter { message.body.contains($0) } == [], "\(message.type ?? "")")
    }
    let contacts = messages.filter { $0.type == "contact.recorded.v1" }
    #expect(contacts.isEmpty == (privacy == "anonim"))
    #expect(contacts.allSatisfy { $0.body.contains(markers.name) || $0.body.contains(markers.phone) })
    try await Self.search(markers, privacy)
  }

  /// By every door, with everything that a door takes.
  private static func reportEverywhere(_ markers: Markers, _ privacy: String) async throws -> [String] {
    var complaint = House.complaint(region: "35.08")
    complaint["privacy"] = privacy
    complaint["reporter"] = ["name": markers.name, "email": markers.email, "phone": markers.phone]
    let json = try await House.report(complaint).number
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func chunk(_ name: String, _ content: String) -> Data {
      withUnsafeBytes(of: UInt32(content.utf8.count).bigEndian) { Data($0) } + Data(name.utf8) + Data(content.utf8)
        + Data(count: 4)
    }
    // Whole as a picture, with what a camera writes of its owner.
    let picture =
      Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + chunk("IHDR", "1234567890123")
      + chunk("tEXt", "Author\0\(markers.fileName)") + chunk("IDAT", markers.fileText) + chunk("IEND", "")
    try picture.write(to: URL(filePath: "\(folder)/\(markers.fileName)"))
    let text = "Simpanan berjangka saya di KSP Makmur sudah jatuh tempo tetapi tidak bisa ditarik."
    let open311 = try await Program.succeed([
      "curl", "-sS", try House.get("INTAKE_URL") + "/open311/v2/requests.json", "-F", "service_code=ksp.simpanan",
      "-F", "description=\(text)", "-F", "attribute[region]=35.08", "-F", "attribute[privacy]=\(privacy)",
      "-F", "first_name=\(markers.name)", "-F", "email=\(markers.email)", "-F", "phone=\(markers.phone)",
      "-F", "address_string=\(markers.address)", "-F", "media=@\(folder)/\(markers.fileName)",
    ])
    let web = try await Program.succeed([
      "curl", "-sS", try House.get("INTAKE_URL") + "/", "-F", "text=\(text)", "-F", "service_code=ksp.simpanan",
      "-F", "region=35.08", "-F", "privacy=\(privacy)", "-F", "name=\(markers.name)", "-F", "email=\(markers.email)",
      "-F", "phone=\(markers.phone)", "-F", "media=@\(folder)/\(markers.fileName)",
    ])
    return [json] + [open311, web].compactMap { $0.firstMatch(of: /[0-9]{10}/).map { String($0.0) } }
  }

  /// The unit asks and answers, the reporter is refused and taken, and what is broken is broken with markers in it.
  private static func talk(_ number: String, _ markers: Markers) async throws {
    _ = try await House.reply(["number": number, "action": "ask", "text": "Kapan jatuh temponya?"], by: "dinas.35.08")
    try await House.waitFor("waiting", of: number)
    for code in [markers.code, String(markers.phone.suffix(4))] {
      try await Program.succeed([
        "curl", "-sS", "-o", "/dev/null", try House.get("INTAKE_URL") + "/lacak", "-d",
        "nomor=\(number)&kode=\(code)&aksi=reply&text=Bulan+Maret",
      ])
    }
    for body in [
      #"{"text":17,"reporter":{"name":"\#(markers.name)"}}"#, #"{"text":"a","reporter":{"phone":"\#(markers.name)"}}"#,
    ] {
      try await Program.succeed([
        "curl", "-sS", "-o", "/dev/null", try House.get("INTAKE_URL") + "/cases", "-H",
        "Content-Type: application/json", "-d", body,
      ])
    }
  }

  private static func search(_ markers: Markers, _ privacy: String) async throws {
    let run = try House.get("DISPOSISI_RUN")
    let isKept = privacy != "anonim"
    func found(_ marker: String, _ place: String) async throws -> Bool {
      try await Program.run(["grep", "-rqaF", "-e", marker, place]).status == 0
    }
    for marker in [markers.name, markers.email, markers.phone] {
      for service in ["intake", "notifier"] {
        // Mails name nobody.
        let isNeeded = isKept && (service == "intake" || marker != markers.name)
        #expect(try await found(marker, "\(run)/data/\(service)") == isNeeded, "\(marker) at \(service)")
      }
    }
    // The file's text is in the attachment; the location is intake's; neither the file's name nor a wrong code is kept.
    #expect(try await found(markers.fileText, "\(run)/data/intake/attachments"))
    #expect(try await found(markers.address, "\(run)/data/intake"))
    for marker in markers.all {
      for place in ["data/classifier", "data/router", "log"] {
        #expect(try await !found(marker, "\(run)/\(place)"), "\(marker) in \(place)")
      }
      #expect(try await Program.succeed(["find", run + "/data", "-name", "*\(marker)*"]) == "")
    }
    for marker in [markers.fileName, markers.code] {
      #expect(try await !found(marker, run + "/data"), "\(marker)")
    }
    for marker in [markers.fileText, markers.address, markers.fileName, markers.code] {
      #expect(try await !found(marker, run + "/data/notifier"), "\(marker)")
    }
    for service in RunningSystem.services {
      var text = ""
      let pages = ["metrics", "status", "health/ready", "ledger/cases", "ledger/outbox", "ledger/dead", "held/all"]
      for page in pages { text += try await House.page(page, of: service) }
      let dead = try await House.tool(service, "dead", "list")
      #expect(markers.all.filter { (text + dead).contains($0) } == [], "\(service)")
    }
  }
}
