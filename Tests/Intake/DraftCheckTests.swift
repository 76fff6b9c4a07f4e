@testable import Requests
import Cases
import Foundation
import Places
import TestKit
import Testing
import Topics

@testable import IntakeCore

@Suite struct DraftCheckTests {
  static let check = Result {
    DraftCheck(services: try TopicSet.shipped().topics.map(\.code), gazetteer: try Gazetteer.shipped())
  }

  static func submit(_ change: (inout ReportDraft) -> Void) throws -> Submission {
    var draft = ReportDraft()
    draft.text = "Simpanan saya tidak dapat ditarik."
    change(&draft)
    return try check.get().check(draft, names: .json, channel: .api, at: Date(timeIntervalSince1970: 0))
  }

  @Test func aTextIsEnough() throws {
    let submission = try Self.submit { _ in }
    #expect(submission.report.privacy == .open && submission.report.channel == .api && submission.contact == nil)
  }

  /// Each costs little: normalizing is nowhere done before it is measured.
  @Test(arguments: [
    (" a\r\nb\u{7}\t c\u{202E} \n", "a\nb\t c"), ("Ké\u{301}\u{302}", "Ké\u{301}\u{302}"),
    ("a" + String(repeating: "\u{301}", count: 4_000) + "b", "a" + String(repeating: "\u{301}", count: 6) + "b"),
    ("ꦏꦿꦾꦃ ไม่มี", "ꦏꦿꦾꦃ ไม่มี"), ("👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"),
  ])
  func aTextIsCleanedScalarByScalar(_ text: String, _ clean: String) {
    #expect(Array(text.cleaned.unicodeScalars) == Array(clean.unicodeScalars))
  }

  /// What may be wrong: the change, and the field that is named.
  static let wrong: [(String, @Sendable (inout ReportDraft) -> Void)] = [
    ("text", { $0.text = nil }), ("text", { $0.text = " \n\u{0}" }), ("text", { $0.text = "\u{200B}\u{2060}\u{AD}" }),
    ("text", { $0.text = "\u{2800}\u{3164}" }), ("reporter.email", { $0.email = "korban%lain.org@example.org" }),
    ("reporter.email", { $0.email = "a!b@example.org" }), ("reporter.email", { $0.email = "a@127.0.0.1" }),
    ("reporter.email", { $0.email = "root@localhost.localdomain" }), ("reporter.email", { $0.email = "a@*.org" }),
    ("reporter.email", { $0.email = ".a@b.cd" }), ("reporter.email", { $0.email = "a..b@c.de" }),
    ("reporter.email", { $0.email = "a@b..cd" }), ("reporter.email", { $0.email = "a@-b.cd" }),
    ("reporter.email", { $0.email = "mailto:" }), ("reporter.email", { $0.email = "síti@example.org" }),
    ("text", { $0.text = String(repeating: "a", count: 10_001) }),
    ("text", { $0.text = String(repeating: "👨‍👩‍👧‍👦", count: 5_000) }),
    ("channel", { $0.channel = "pigeon" }), ("service_code", { $0.service = "ksp.baru" }),
    ("form.region", { $0.region = "Surabaya" }), ("form.region", { $0.region = "35.99" }),
    ("form.cooperative", { $0.cooperative = String(repeating: "a", count: 201) }),
    ("form.membership_area", { $0.membershipArea = "desa" }), ("form.kind", { $0.kind = "keluhan" }),
    ("privacy", { $0.privacy = "publik" }), ("reporter.phone", { $0.phone = "12" }),
    ("reporter.phone", { $0.phone = "0812-DROP" }), ("reporter.email", { $0.email = "a@b" }),
    ("reporter.email", { $0.email = "a@b.c\nBcc: x@y.z" }), ("reporter.email", { $0.email = "<a@b.c>" }),
    ("reporter.name", { $0.name = String(repeating: "n", count: 101) }), ("language", { $0.language = "jv" }),
    ("lat", { $0.latitude = "91" }), ("long", { $0.longitude = "east" }),
  ]

  @Test(arguments: [
    ("\u{202A}+62 812\u{2011}3456\u{2011}7890\u{202C}", "+6281234567890"),
    ("0812\u{A0}3456\u{2013}7890", "081234567890"),
    ("0812/3456/7890", "081234567890"), ("0812-3456-7890 (WA)", "081234567890"), ("HP: 0812.3456.7890", "081234567890"),
    ("\u{2066}0812 3456 7890\u{2069}", "081234567890"), ("(031) 849-0000", "0318490000"),
    ("０８１２３４５６７８９０", "081234567890"),
    ("\u{FF0B}62\u{200E}81234567890", "+6281234567890"),
  ])
  func aPhoneNumberIsTakenAsContactsWriteIt(typed: String, phone: String) throws {
    #expect(try Self.submit { $0.phone = typed }.contact?.phone == phone)
  }

  @Test(arguments: ["0812 3456 7890 / 0813 3456 7890", "0812-DROP-12345", "1234567", "081234567890 atau rumah"])
  func whatIsNoPhoneNumberIsRefused(typed: String) {
    #expect(throws: FieldProblems.self) { try Self.submit { $0.phone = typed } }
  }

  @Test(arguments: [
    "\u{202A}siti@example.org\u{202C}", "siti@\u{200B}example.org", "siti@example.org.", "siti@example.org, ",
    "mailto:siti@example.org", "ｓｉｔｉ＠ｅｘａｍｐｌｅ．ｏｒｇ", "\u{A0}siti@exam\u{AD}ple.org\u{FEFF}",
  ])
  func aMailAddressIsTakenAsItIsPasted(typed: String) throws {
    #expect(try Self.submit { $0.email = typed }.contact?.email == "siti@example.org")
  }

  @Test(arguments: wrong.indices)
  func whatIsWrongIsNamedWithReasonAndExample(index: Int) throws {
    let (field, change) = Self.wrong[index]
    #expect { try Self.submit(change) } throws: { error in
      let problems = (error as? FieldProblems)?.problems ?? []
      return problems.map(\.field) == [field]
        && problems.allSatisfy { !$0.reason.isEmpty && !$0.alasan.isEmpty && !$0.example.isEmpty }
    }
  }

  @Test func everythingWrongIsToldAtOnce() {
    #expect {
      try Self.submit {
        $0.text = nil
        $0.region = "x"
        $0.email = "x"
      }
    } throws: { ($0 as? FieldProblems)?.problems.map(\.field) == ["text", "form.region", "reporter.email"] }
  }

  @Test(arguments: [String(repeating: "a", count: 10_000), String(repeating: "😭", count: 10_000)])
  func tenThousandCharactersAreTaken(text: String) throws {
    #expect(try Self.submit { $0.text = text }.report.text == text)
  }

  @Test func whoeverWantsToStayUnknownIsNotKept() throws {
    let submission = try Self.submit {
      $0.privacy = "anonim"
      $0.name = "Siti"
      $0.email = "siti@example.org"
    }
    #expect(submission.contact == nil)
  }

  @Test func umumLetsTheClassifierDecide() throws {
    #expect(try Self.submit { $0.service = "umum" }.report.topic == nil)
    #expect(try Self.submit { $0.service = "ksp.simpanan" }.report.topic?.text == "ksp.simpanan")
  }

  @Test func whatNobodyCanSeeIsTakenOut() throws {
    #expect(try Self.submit { $0.text = "\u{0}a\r\nb\u{7}\u{85}\tc " }.report.text == "a\nb\tc")
  }
}

/// A whole form, read in pieces of a given size.
private struct WholeForm {
  var fields: [String: String] = [:]
  var files: [(field: String, content: Data)] = []
  var told: [String] {
    fields.map { "\($0)=\($1)" }.sorted() + files.map { "\($0.field): \($0.content.base64EncodedString())" }
  }

  init(_ body: Data, _ type: String = "multipart/form-data; boundary=XX", pieces: Int = 1000) throws {
    var parser = try MultipartParser(ContentType(type))
    var rest = body[...]
    while !rest.isEmpty {
      for part in try parser.feed(Data(rest.prefix(pieces))) {
        switch part {
        case .field(let name, let value): fields[name] = value
        case .fileBegins(let field): files.append((field, Data()))
        case .fileBytes(let bytes): files[files.count - 1].content += bytes
        case .fileEnds: break
        }
      }
      rest = rest.dropFirst(pieces)
    }
    try parser.finish()
  }
}

@Suite struct MultipartTests {
  static func body(_ parts: [String], boundary: String = "XX") -> Data {
    Data((parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)--\r\n").utf8)
  }

  @Test(arguments: [1, 2, 3, 7, 50, 1000])
  func readsFieldsAndFilesHoweverTheyCome(pieces: Int) throws {
    let file = "\u{1}--X\r\n-\r\n--XXX\r\n--X" + String(repeating: "\r\n-", count: 100)
    let form = try WholeForm(
      Self.body([
        "Content-Disposition: form-data; name=\"text\"\r\n\r\nHalo\r\ndunia",
        "content-disposition: form-data; name=kind\r\n\r\npengaduan",
        "Content-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\(file)",
        "Content-Disposition: form-data; name=\"empty\"; filename=\"\"\r\n\r\n",
        "Content-Disposition: form-data; name=\"foto\";\r\n filename*=utf-8''caf%C3%A9.jpg\r\n\r\nx",
      ]), pieces: pieces)
    #expect(form.fields == ["text": "Halo\r\ndunia", "kind": "pengaduan"])
    #expect(form.files.map(\.field) == ["media", "empty", "foto"])
    #expect(form.files.map(\.content) == [Data(file.utf8), Data(), Data("x".utf8)])
  }

  @Test(arguments: [
    "", "--XX", "--XX\r\n\r\n--XX--", "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nno end", "nothing",
    "--XX\r\nX: y\r\n\r\nz\r\n--XX--",
    "--XX\r\nContent-Disposition: form-data; name=a\r\nX: " + String(repeating: "y", count: 9_000)
      + "\r\n\r\nz\r\n--XX--",
    "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n" + String(repeating: "y", count: 70_000) + "\r\n--XX--",
    String(repeating: "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\nz\r\n", count: 101) + "--XX--",
  ])
  func brokenAndEndlessOnesAreRefused(text: String) {
    #expect(throws: FieldProblem.self) { try WholeForm(Data(text.utf8)) }
  }

  @Test(arguments: [
    "multipart/form-data", "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\(String(repeating: "b", count: 71))",
  ])
  func aBoundaryIsNeeded(type: String) {
    #expect(throws: FieldProblem.self) { try WholeForm(Self.body([]), type) }
  }

  /// However a body is broken and cut into pieces: it is read, or refused, the same way whole and in pieces.
  @Test(arguments: 0..<8)
  func brokenBodiesAreReadTheSameInAnyPieces(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let good = Self.body(["Content-Disposition: form-data; name=\"a\"; filename=\"b\"\r\n\r\n12345"])
    for _ in 0..<400 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      let part = Data(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      let pieces = Int.random(in: 1...60, using: &generator)
      let (inPieces, byteByByte) = (try? WholeForm(part, pieces: pieces), try? WholeForm(part, pieces: 1))
      #expect(inPieces?.told == byteByByte?.told, "\(part.base64EncodedString())")
    }
  }
}

@Suite struct ContentTypeTests {
  @Test(
    arguments: [
      ("Application/JSON ; Charset=\"utf-8\"", "application/json", "utf-8"), ("text/plain", "text/plain", nil),
      ("a/b;x=y;charset=\"a\\\"b;c\"", "a/b", "a\"b;c"), ("a/b; notcharset=x", "a/b", nil), ("", "", nil),
    ] as [(String, String, String?)])
  func isReadAsHeadersAre(header: String, essence: String, charset: String?) {
    #expect(ContentType(header).essence == essence)
    #expect(ContentType(header)["charset"] == charset)
  }
}

@Suite struct URLEncodedFormTests {
  @Test func readsWhatBrowsersSend() throws {
    let pairs = try URLEncodedForm.decode(Data("a=b+c%21&attribute[region]=35.78&d&e=%C3%A9=1&&".utf8))
    #expect(pairs.map(\.name) == ["a", "attribute[region]", "d", "e"])
    #expect(pairs.map(\.value) == ["b c!", "35.78", "", "é=1"])
  }

  @Test(arguments: ["a=%", "a=%4", "a=%zz", "a=%E9", "%FF=a", String(repeating: "a&", count: 101)])
  func refusesWhatIsNot(text: String) {
    #expect(throws: FieldProblem.self) { try URLEncodedForm.decode(Data(text.utf8)) }
  }
}

@Suite struct MediaKindTests {
  @Test(
    arguments: [
      ([0xFF, 0xD8, 0xFF, 0xE0], MediaKind.jpeg), ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1], .png),
      (Array("RIFF0000WEBPVP8 ".utf8), .webp), (Array("%PDF-1.7".utf8), .pdf),
    ] as [([UInt8], MediaKind)])
  func isKnownByContent(bytes: [UInt8], kind: MediaKind) { #expect(MediaKind(content: bytes) == kind) }

  @Test(arguments: ["", "<svg onload=alert(1)>", "<html>", "MZ", "RIFF0000WAVE", "%PD", "GIF89a"])
  func nothingElseIsTaken(text: String) { #expect(MediaKind(content: Array(text.utf8)) == nil) }
}

@Suite struct XMLTests {
  @Test func listsBecomeElementsAndTextIsEscaped() {
    let value: JSONValue = [["code": 400, "description": "<a> & \"b\""], ["code": 404, "description": .null]]
    #expect(
      XML.document(value, root: "errors")
        == "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<errors><error><code>400</code><description>&lt;a&gt; &amp; &quot;b&quot;</description></error><error><code>404</code><description/></error></errors>\n"
    )
  }
}
