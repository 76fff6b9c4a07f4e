import Cases
import Foundation
import GRDB
import IntakeCore
import Places
import Testing

@testable import IntakeService

/// What a citizen reads and does on the pages, without a script.
@Suite struct PageWordsTests {
  @Test func bothLanguagesHaveTheSameWords() throws {
    let words = try PageWords.all("", constants: [:])
    let (own, other) = (try #require(words[.indonesian]), try #require(words[.english]))
    #expect(own.texts.keys.sorted() == other.texts.keys.sorted())
    for state in CaseState.allCases {
      #expect(!own["state_\(state.rawValue)"].isEmpty && !own["about_\(state.rawValue)"].isEmpty)
      // What programs read of it in `state_text` is what people read.
      #expect(own["state_\(state.rawValue)"] == state.indonesian)
    }
  }

  /// Whatever a template asks for is there.
  @Test func everyWordOfAPageIsThere() throws {
    let words = try #require(try PageWords.all("", constants: [:])[.indonesian])
    let templates = [
      PackageResources.form_mustache, PackageResources.received_mustache, PackageResources.tracking_mustache,
      PackageResources.head_mustache, PackageResources.foot_mustache, PackageResources.next_mustache,
      PackageResources.problem_mustache, PackageResources.privacy_mustache,
    ]
    for template in templates {
      for match in String(decoding: template, as: UTF8.self).matches(of: /\{\{w\.([a-z_0-9]+)\}\}/) {
        #expect(words.texts[String(match.1)] != nil, "\(match.1)")
      }
    }
  }

  @Test func anOperatorChangesWordsWithoutABuild() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = folder + "/words.id.yaml"
    try "form_title: Adukan kepada kami\n".write(toFile: file, atomically: true, encoding: .utf8)
    try await Doors.open(["INTAKE_PAGES": folder]) { doors in
      let page = try await doors.ask(.get, "/").text
      #expect(page.contains("<h1>Adukan kepada kami</h1>") && page.contains("Kirim laporan"))
      #expect(try await doors.ask(.get, "/?lang=en").text.contains("<h1>Send a report</h1>"))
    }
    try "form_titel: x\n".write(toFile: file, atomically: true, encoding: .utf8)
    #expect { try PageWords.all(folder, constants: [:]) } throws: { "\($0)".contains("did you mean 'form_title'") }
  }

  @Test func thePagesAreThereInEnglish() async throws {
    try await Doors.open { doors in
      for (path, title) in [("/", "Send a report"), ("/lacak", "Track a report"), ("/privasi", "Your personal data")] {
        let page = try await doors.ask(.get, path + "?lang=en").text
        #expect(page.contains("<html lang=\"en\">") && page.contains("<h1>\(title)</h1>"))
        #expect(page.contains("href=\"\(path)\" lang=\"id\""))
      }
      let wrong = try await doors.form("/", ["text": "", "lang": "en"])
      #expect(wrong.status == 422 && wrong.text.contains("text: is missing or blank"))
    }
  }

  /// It opens the report again, with all that its reporter may see.
  @Test func theReceiptsLinkOpensTheReport() async throws {
    try await Doors.open { doors in
      let receipt = try await doors.form("/", ["text": "Simpanan macet", "phone": "081234567890"]).text
      #expect(receipt.contains("https://wa.me/?text=Laporan%20saya") && receipt.contains("sms:?&amp;body="))
      #expect(receipt.contains("Kami tidak mengirim pesan ke nomor itu"))
      let link = try #require(receipt.firstMatch(of: /href="http[^"]*(\/lacak\?nomor=[0-9]{10}&amp;kode=[A-Z0-9]{8})"/))
      let page = try await doors.ask(.get, String(link.1).replacing("&amp;", with: "&"))
      #expect(page.status == 200 && page.text.contains("Simpanan macet"))
      let wrong = try await doors.ask(.get, String(link.1).replacing("&amp;", with: "&").dropLast(8) + "AAAAAAAA")
      #expect(wrong.status == 403 && !wrong.text.contains("Simpanan macet"))
    }
  }

  @Test(arguments: [
    ("email", "a@example.org", "juga kami kirim ke alamat email"), ("name", "Siti", "tidak meninggalkan kontak"),
  ])
  func theReceiptSaysHowTheReporterIsReached(field: String, value: String, words: String) async throws {
    try await Doors.open { doors in
      let page = try await doors.form("/", ["text": "a", field: value]).text
      #expect(page.contains(words))
    }
  }

  /// The unit has not heard it yet; the reporter sees it all the same, and is not asked again.
  @Test func whatWasJustSaidIsShownAndNotAskedForAgain() async throws {
    try await Doors.open { doors in
      let (number, code) = try await PageTests.stored(doors)
      try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = 'answered', sequence = 4") }
      let fields = ["nomor": number, "kode": code]
      let before = try await doors.form("/lacak", fields).text
      #expect(before.contains("value=\"object\"") && before.contains("value=\"agree\""))
      let said = try await doors.form("/lacak", fields.merging(["aksi": "object", "text": "Belum dibayar"]) { $1 }).text
      #expect(said.contains("Belum dibayar") && said.contains("sedang diteruskan kepada unit"))
      #expect(!said.contains("value=\"object\"") && !said.contains("value=\"agree\""))
      // The case has moved on.
      try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = 'answered', sequence = 6") }
      let after = try await doors.form("/lacak", fields).text
      #expect(!after.contains("sedang diteruskan") && after.contains("value=\"agree\""))
    }
  }

  @Test func theReasonOfTheDateAndOfTheUnitIsTold() async throws {
    try await Doors.open { doors in
      let (number, code) = try await PageTests.stored(doors)
      try await DisclosureTests.route(number, to: "dinas.35.78", sequence: 3, doors)
      try await doors.store.write {
        try $0.execute(sql: "UPDATE cases SET why = 'Karena tempatnya', basis = 'UU 23/2014', due_days = 60")
      }
      let page = try await doors.form("/lacak", ["nomor": number, "kode": code]).text
      #expect(page.contains("60 hari kerja") && page.contains("Karena tempatnya") && page.contains("UU 23/2014"))
      let less = try await doors.ask(.get, "/lacak?nomor=\(number)").text
      #expect(less.contains("60 hari kerja") && !less.contains("Karena tempatnya"))
    }
  }

  static let places: [(typed: String, code: String?)] = [
    ("Kota Surabaya", "35.78"), ("surabaya", "35.78"), ("kab. Bandung", "32.04"), ("Kota Malang, Jawa Timur", "35.73"),
    ("Jogja", "34"), ("Jawa Timur", "35"), ("Provinsi Jawa Timur", "35"), ("35.78", "35.78"), ("Bandung", nil),
    ("Banjar", nil), ("Wakanda", nil), ("x", nil),
  ]

  @Test(arguments: places)
  func aPlaceIsTypedByItsName(typed: String, code: String?) async throws {
    try await Doors.open { doors in
      let answer = try await doors.form("/", ["text": "a", "region": typed])
      #expect(answer.status == (code == nil ? 422 : 201), "\(typed)")
      let kept = try await doors.store.pool.read { try String.fetchOne($0, sql: "SELECT report FROM cases") }
      #expect(kept?.contains("\"region\":\"\(code ?? "")\"") == code.map { _ in true })
      if typed == "Bandung" { #expect(answer.text.contains("Kabupaten Bandung, Kota Bandung")) }
    }
  }

  static let contacts: [(line: String, href: [String])] = [
    ("WhatsApp 08111 451 587", ["https://wa.me/628111451587"]), ("telepon 1500-587", ["tel:1500587"]),
    ("Telp. 021-5204366 atau surat@kop.go.id", ["tel:+62215204366", "mailto:surat@kop.go.id"]),
    ("lihat https://www.ojk.go.id/kontak.", ["https://www.ojk.go.id/kontak"]), ("Jalan Pemuda 1", []),
  ]

  @Test(arguments: contacts)
  func howToReachSomebodyCanBeTapped(line: String, href: [String]) {
    let parts = ContactLine(line).parts
    #expect(parts.compactMap(\.href) == href)
    #expect(parts.map(\.text).joined() == line)
  }

  @Test func pagesThatHoldNoSecretComePacked() async throws {
    try await Doors.open { doors in
      for path in ["/", "/gaya.css", "/openapi.json", "/open311/v2/services/umum.json", "/privasi"] {
        let packed = try await doors.ask(.get, path, headers: ["Accept-Encoding": "br, gzip"])
        #expect(packed.headers[.contentEncoding] == "gzip" && packed.headers[.vary] == "Accept-Encoding", "\(path)")
        let plain = try await doors.ask(.get, path, headers: ["Accept-Encoding": "gzip;q=0"])
        #expect(plain.headers[.contentEncoding] == nil)
      }
      let (number, code) = try await PageTests.stored(doors)
      let own = try await doors.ask(
        .get, "/lacak?nomor=\(number)&kode=\(code)", headers: ["Accept-Encoding": "gzip"])
      #expect(own.headers[.contentEncoding] == nil)
    }
  }
}
