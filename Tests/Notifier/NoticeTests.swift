import Cases
import Foundation
import Testing

@testable import NotifierCore

@Suite struct NoticeTests {
  static let texts = Result { try NoticeTexts(trackingAddress: "https://lapor.example/lacak") }
  static let number = CaseNumber(unchecked: "4827193059")
  static let due = Date(timeIntervalSince1970: 1_773_367_200)

  static func letter(_ kind: NoticeKind, _ language: Language = .indonesian) throws -> NoticeText {
    try texts.get().compose(
      Notice(
        number: number, kind: kind, unitName: "Dinas A & B", address: "Jalan \"X\"", text: "Apa <b>itu</b>?", due: due),
      for: Addressee(code: "7KQ2MA", language: language))
  }

  @Test(arguments: NoticeKind.allCases, Language.allCases)
  func everyNoticeSpeaksOfTheCaseAndLeavesNothingOpen(kind: NoticeKind, language: Language) throws {
    let letter = try Self.letter(kind, language)
    #expect(letter.subject.contains("4827 1930 59"))
    #expect(letter.body.contains("4827 1930 59"))
    #expect(!letter.body.contains("{{") && !letter.subject.contains("{{"))
    #expect(!letter.body.contains("&amp;") && !letter.body.contains("&lt;"))
  }

  @Test func theReceiptBringsNumberCodeAndWhereToLook() throws {
    let body = try Self.letter(.receipt).body
    #expect(body.hasPrefix("Yth. Bapak/Ibu,"))
    #expect(body.contains("7KQ2MA"))
    #expect(body.contains("https://lapor.example/lacak?nomor=4827193059"))
  }

  @Test func passedOnNamesUnitAndDay() throws {
    let body = try Self.letter(.passedOn).body
    #expect(body.contains("Dinas A & B"))
    #expect(body.contains("13 Maret 2026"))
  }

  @Test func handedOnSaysHowToReachThem() throws { #expect(try Self.letter(.handedOn).body.contains("Jalan \"X\"")) }

  /// Anybody can name anybody's address: what the sender of a report wrote is not mailed to it.
  @Test func noWordOfTheReportsSenderIsMailed() throws {
    let number = CaseNumber(unchecked: "4827193059")
    let closed = CaseClosed(
      number: number, unit: UnitCode(unchecked: "triase"), by: .reporter, text: "klik evil.example")
    #expect(Notice(closed).text == nil)
    #expect(try Self.letter(.answer, .english).body.hasPrefix("Dear Sir or Madam,"))
  }
}

@Suite struct MailMessageTests {
  @Test func isAMailThatAnySystemReads() {
    let mail = MailMessage.render(
      NoticeText(subject: "Laporan 4827 – diterima ✓ " + String(repeating: "panjang ", count: 20), body: "Isi é\n"),
      from: "Pusat <a@example.org>", to: "siti@example.org", id: "x.1", at: Date(timeIntervalSince1970: 1_773_367_200))
    let text = String(decoding: mail, as: UTF8.self)
    let head = text.components(separatedBy: "\r\n\r\n")[0]
    #expect(head.contains("Date: Fri, 13 Mar 2026 02:00:00 +0000\r\n"))
    #expect(head.contains("Message-ID: <x.1@example.org>"))
    #expect(head.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 && $0.utf8.allSatisfy { $0 < 0x80 } })
    let body = text.components(separatedBy: "\r\n\r\n")[1]
    #expect(Data(base64Encoded: body, options: .ignoreUnknownCharacters) == Data("Isi é\r\n".utf8))
  }

  @Test func aSubjectCannotAddHeaders() {
    #expect(!MailMessage.encodedWord("a\r\nBcc: x@y.z é").contains("Bcc"))
    #expect(!MailMessage.encodedWord("a\r\nBcc: x@y.z").contains("\r\nBcc"))
  }

  /// What mails say is changed without a build: whole notices, the others stay.
  @Test func anOperatorWritesNotices() throws {
    let own = ["notices.id.yaml": "receipt:\n  subject: Kami terima {{number}}\n  body: Kode {{code}}\n"]
    let texts = try NoticeTexts(own: own, folder: "f", trackingAddress: "https://lapor.example/lacak")
    let notice = Notice(number: CaseNumber(unchecked: "4827193055"), kind: .receipt)
    func compose(_ language: Language) throws -> NoticeText {
      try texts.compose(notice, for: Addressee(code: "7KQ2MA", language: language))
    }
    #expect(
      try compose(.indonesian).body == "Kode 7KQ2MA" && compose(.indonesian).subject == "Kami terima 4827 1930 55")
    #expect(try compose(.english).body.contains("7KQ2MA") && compose(.english).body != "Kode 7KQ2MA")
  }

  @Test(arguments: [
    ("reciept:\n  subject: a\n  body: b\n", "did you mean 'receipt'"), ("receipt:\n  subject: a\n", "body"),
    ("receipt:\n  subject: '{{#a}}'\n  body: b\n", "braces"),
  ])
  func whatIsWrongWithThemIsTold(yaml: String, words: String) {
    #expect {
      try NoticeTexts(own: ["notices.en.yaml": yaml], folder: "f", trackingAddress: "x")
    } throws: { "\($0)".contains(words) && "\($0)".contains("f/notices.en.yaml") }
  }
}
