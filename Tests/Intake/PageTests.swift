import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging
import Testing

@testable import IntakeService

@Suite struct PageTests {
  static func multipart(_ fields: [String: String], file: Data? = nil) -> Data {
    var body = Data()
    for (name, value) in fields {
      body += Data("--XX\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
    }
    if let file {
      body +=
        Data("--XX\r\nContent-Disposition: form-data; name=\"media\"; filename=\"../../x.html\"\r\n\r\n".utf8) + file
        + Data("\r\n".utf8)
    }
    return body + Data("--XX--\r\n".utf8)
  }

  static func send(_ doors: Doors, _ fields: [String: String], file: Data? = nil) async throws -> Doors.Answer {
    try await doors.ask(.post, "/", multipart(fields, file: file), type: "multipart/form-data; boundary=XX")
  }

  /// A case of which the reporter has the code.
  static func stored(_ doors: Doors) async throws -> (number: String, code: String) {
    let answer = try await doors.post(#"{"text":"Simpanan","reporter":{"phone":"081234567890"}}"#)
    return (try #require(answer.object["number"] as? String), try #require(answer.object["code"] as? String))
  }

  /// What is no case is answered at once; whose case a text names is told to units alone.
  @Test func messagesAreAnsweredAtOnceAndCasesRelated() async throws {
    try await Doors.open { doors in
      let first = try #require(try await doors.post(#"{"text":"Simpanan saya macet"}"#).object["number"] as? String)
      for (text, answer) in [
        ("Apakah call center melayani hari Sabtu?", "07.30-16.30"), ("mohon info nomor call center", "08111 451 587"),
        ("Cek status laporan \(first)", "/lacak?nomor=\(first)"), ("Simpanan saya macet", nil),
        ("Menyusul laporan \(first): kuitansi saya lampirkan", nil),
      ] {
        let told = try await doors.post(#"{"text":"\#(text)"}"#)
        #expect(told.status == 201)
        let found = told.object["answer"] as? String
        if let answer { #expect(found?.contains(answer) == true, "\(text)") } else { #expect(found == nil, "\(text)") }
        #expect(!told.text.contains("related"))
      }
      let related = try await doors.store.pool.read {
        try String.fetchAll(
          $0,
          sql:
            "SELECT json_extract(CAST(report AS TEXT), '$.related') FROM cases WHERE CAST(report AS TEXT) LIKE '%related%'"
        )
      }
      #expect(related == [first])
    }
  }

  @Test func whatIsNotThereIsToldToPeopleAndPrograms() async throws {
    try await Doors.open { doors in
      let page = try await doors.ask(.get, "/laporan", headers: ["Accept": "text/html,*/*"])
      #expect(page.status == 404 && page.text.contains("Halaman ini tidak ada") && page.text.contains("href=\"/\""))
      let answer = try await doors.ask(.get, "/laporan<b>")
      #expect(answer.status == 404 && answer.text.contains("expected one of the paths"))
      let wrong = try await doors.ask(.put, "/cases")
      #expect(wrong.status == 405 && wrong.headers[.allow] == "GET, HEAD, POST")
    }
  }

  /// What came with a case is seen by a person with a reason, and that is kept.
  @Test func aLookAtAttachmentsIsKept() async throws {
    try await Doors.open { doors in
      let sent = try await Self.send(doors, ["text": "Simpanan", "privacy": "terbuka"], file: Pictures.jpeg())
      #expect(sent.status == 201)
      let (found, nothing, looks) = try await doors.store.write { db in
        let number = CaseNumber(unchecked: try String.fetchOne(db, sql: "SELECT number FROM cases") ?? "")
        func look(_ number: CaseNumber) throws -> [Cases.Attachment] {
          try AttachmentTable.look(at: number, by: "ani", why: "verifikasi kuitansi", now: Date(), in: db)
        }
        return (
          try look(number), try look(CaseNumber(unchecked: CaseNumber.sample)),
          try String.fetchAll(db, sql: "SELECT person || ': ' || why FROM looks")
        )
      }
      #expect(found.count == 1 && nothing.isEmpty && looks == ["ani: verifikasi kuitansi"])
      let path = AttachmentStore.path(found[0].id, .jpeg, in: doors.folder.path() + "/attachments")
      #expect(FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func theFormNeedsNoScript() async throws {
    try await Doors.open { doors in
      let page = try await doors.ask(.get, "/")
      #expect(page.status == 200)
      #expect(
        !page.text.contains("<script") && page.text.contains("lang=\"id\"") && page.text.contains("width=device-width"))
      #expect(page.text.components(separatedBy: "<option value=\"Kota Surabaya\"").count == 2)
      #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
      #expect(try await doors.ask(.get, "/gaya.css").headers[.contentType] == "text/css; charset=utf-8")
    }
  }

  @Test func aSentFormShowsNumberAndCode() async throws {
    try await Doors.open { doors in
      let page = try await Self.send(
        doors, ["text": "Simpanan", "kunci": "k1", "region": "35.78", "privacy": "terbuka"])
      #expect(page.status == 201)
      let (number, code) = try await doors.store.pool.read { db in
        let row = try #require(try Row.fetchOne(db, sql: "SELECT number, code FROM cases"))
        return (row["number"] as String, row["code"] as String)
      }
      #expect(page.text.contains(CaseNumber(unchecked: number).grouped) && page.text.contains(code))
      // A browser that sends the form again gets the same case.
      #expect(
        try await Self.send(doors, ["text": "Simpanan", "kunci": "k1", "region": "35.78", "privacy": "terbuka"]).text
          == page.text)
      #expect(try await doors.count("cases") == 1)
    }
  }

  @Test func aWrongFormComesBackWithWhatWasWritten() async throws {
    try await Doors.open { doors in
      let page = try await Self.send(doors, ["text": "<script>alert(1)</script>", "email": "salah", "region": "35.78"])
      #expect(page.status == 422)
      #expect(page.text.contains("Alamat surel tidak benar."))
      #expect(page.text.contains("&lt;script&gt;") && !page.text.contains("<script>"))
      #expect(page.text.contains("value=\"Kota Surabaya\""))
    }
  }

  @Test func attachmentsAreKeptUnderOurNames() async throws {
    try await Doors.open { doors in
      let photo = Pictures.jpeg()
      #expect(try await Self.send(doors, ["text": "a"], file: photo).status == 201)
      let id = try #require(
        try await doors.store.pool.read { try String.fetchOne($0, sql: "SELECT id FROM attachments") })
      let path = doors.folder.appending(path: "attachments/\(id.prefix(2))/\(id).jpg")
      #expect(try Data(contentsOf: path) == photo)
      for bad in [Data("<html>".utf8), Pictures.jpeg(bytes: 2000), Pictures.jpeg().prefix(30)] {
        #expect(try await Self.send(doors, ["text": "a"], file: bad).status == 422)
      }
      let files =
        FileManager.default.enumerator(atPath: doors.folder.path() + "/attachments")?.allObjects as? [String] ?? []
      #expect(files.filter { !["incoming", String(id.prefix(2))].contains($0) }.count == 1)
      #expect(try await doors.count("cases") == 1)
    }
  }

  @Test func theNumberAloneShowsTheStateAndNoMore() async throws {
    try await Doors.open { doors in
      let (number, _) = try await Self.stored(doors)
      let page = try await doors.ask(.get, "/lacak?nomor=\(number)")
      #expect(page.status == 200)
      #expect(page.text.contains("Diterima") && !page.text.contains("Perjalanan laporan"))
      #expect(try await doors.ask(.get, "/lacak?nomor=4827193059").status == 404)
      #expect(try await doors.ask(.get, "/lacak?nomor=%3Cb%3E").text.contains("&lt;b&gt;"))
    }
  }

  @Test func theNumberIsFoundAsItIsPrintedAndTyped() async throws {
    try await Doors.open { doors in
      let (number, code) = try await Self.stored(doors)
      let parts = [number.prefix(4), number.dropFirst(4).prefix(4), number.dropFirst(8)]
      for gap in ["+", "%20", "%E2%80%AF", "%E2%80%91", "-", "."] {
        let typed = parts.joined(separator: gap)
        #expect(try await doors.ask(.get, "/lacak?nomor=\(typed)").status == 200, "\(gap)")
        #expect(try await doors.ask(.get, "/lacak?nomor=%23No.+\(typed),").status == 200, "\(gap)")
        #expect(try await doors.ask(.get, "/cases/\(typed)").status == 200, "\(gap)")
        #expect(try await doors.ask(.get, "/open311/v2/requests/\(typed).json").status == 200, "\(gap)")
        let several = "/open311/v2/requests.json?service_request_id=\(typed),+\(typed)"
        #expect(try await doors.ask(.get, several).text.contains(number), "\(gap)")
      }
      let page = try await doors.form("/lacak", ["nomor": "No. \(parts.joined(separator: " "))", "kode": code])
      #expect(page.status == 200 && page.text.contains("Perjalanan laporan"))
    }
  }

  /// Four digits of a phone number are known to others than the reporter too.
  @Test func onlyTheReceiptsCodeShowsTheReport() async throws {
    try await Doors.open { doors in
      let receipt = try await doors.post(#"{"text":"Simpanan <saya> macet","reporter":{"phone":"081234567890"}}"#)
      let number = try #require(receipt.object["number"] as? String)
      let code = try #require(receipt.object["code"] as? String)
      let byCode = try await doors.form("/lacak", ["nomor": number, "kode": code])
      #expect(byCode.status == 200 && byCode.text.contains("Simpanan &lt;saya&gt; macet"))
      let byPhone = try await doors.form("/lacak", ["nomor": number, "kode": "7890"])
      #expect(byPhone.status == 200 && byPhone.text.contains("Perjalanan laporan"))
      #expect(!byPhone.text.contains("macet"))
      #expect(!(try await doors.ask(.get, "/lacak?nomor=\(number)").text.contains("macet")))
    }
  }

  @Test func aRefusedFormKeepsWhatWasTypedAndTellsOfItsFiles() async throws {
    try await Doors.open { doors in
      let typed = ["text": "Simpanan saya", "phone": "12", "name": "Siti"]
      let page = try await Self.send(doors, typed, file: Pictures.jpeg())
      #expect(page.status == 422)
      for words in ["Simpanan saya</textarea>", "value=\"12\"", "value=\"Siti\"", "pilih kembali foto"] {
        #expect(page.text.contains(words), "\(words)")
      }
      #expect(try await !Self.send(doors, typed).text.contains("pilih kembali foto"))
      // A browser that goes back would otherwise send the key of another form.
      let hidden = page.text.components(separatedBy: "type=\"hidden\"").dropFirst()
      #expect(!hidden.isEmpty && hidden.allSatisfy { $0.prefix { $0 != ">" }.contains("autocomplete=\"off\"") })
    }
  }

  @Test func aReplyThatIsRefusedIsNotLost() async throws {
    try await Doors.open { doors in
      let reply = ["nomor": "4827 1930 59", "kode": "0000", "aksi": "reply", "text": "Sudah saya kirim"]
      let page = try await doors.form("/lacak", reply)
      #expect(page.status == 403)
      #expect(page.text.contains("Sudah saya kirim") && page.text.contains("value=\"4827 1930 59\""))
    }
  }

  @Test(arguments: [("7890", true), ("7891", false), ("", false), ("789", false), ("ABCDEF", false)])
  func theSecondFactorIsCodeOrPhone(factor: String, isRight: Bool) async throws {
    try await Doors.open { doors in
      let (number, code) = try await Self.stored(doors)
      let page = try await doors.form("/lacak", ["nomor": number, "kode": factor])
      #expect(page.text.contains("Perjalanan laporan") == isRight)
      let wide = String(String.UnicodeScalarView(code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
      for typed in [code.lowercased(), "Kode: \(code).", "\(code.prefix(4))\u{200B}-\u{202F}\(code.suffix(4))", wide] {
        let right = try await doors.form("/lacak", ["nomor": number, "kode": typed])
        #expect(right.status == 200 && right.text.contains("Perjalanan laporan"), "\(typed)")
      }
    }
  }

  @Test func theReporterAnswersAQuestionAndOnlyThen() async throws {
    try await Doors.open { doors in
      let (number, code) = try await Self.stored(doors)
      let words = ["nomor": number, "kode": code, "aksi": "reply", "text": "Sejak Maret"]
      #expect(try await doors.form("/lacak", words).status == 422)
      try await doors.store.pool.write { try $0.execute(sql: "UPDATE cases SET state = 'waiting'") }
      #expect(try await doors.form("/lacak", words.merging(["text": " "]) { $1 }).status == 422)
      #expect(try await doors.form("/lacak", words.merging(["kode": "XXXXXX"]) { $1 }).status == 403)
      let page = try await doors.form("/lacak", words)
      #expect(page.status == 200 && page.text.contains("Terima kasih"))
      let body = try #require(
        try await doors.store.pool.read {
          try Data.fetchOne($0, sql: "SELECT body FROM events WHERE type = 'reporter.responded.v1'")
        })
      let event = try EventCoding.decode(CloudEvent<ReporterResponded>.self, from: body)
      #expect(event.data.text == "Sejak Maret" && event.data.response == .reply && event.id.text.contains("response1"))
    }
  }
}
