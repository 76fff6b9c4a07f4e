import Cases
import Foundation
import RouterPolicy
import Testing

@Suite struct ExplanationTests {
  static func text(_ facts: Facts, _ book: RuleBook, misses: Int = 3) throws -> String {
    let received = try #require(EventCoding.parse("2026-03-13T02:00:00Z"))
    return ExplanationText(book, facts, book.explain(facts, on: TestBook.today, misses: misses), received: received)
      .text
  }

  @Test func anExplanationNamesRulePathDeadlineAndNearMisses() throws {
    let text = try Self.text(TestBook.facts("ksp.simpanan", "35.78", .province), Shipped.book.get())
    for part in [
      "unit       dinas.35  Dinas Koperasi Provinsi Jawa Timur", "rule       ksp.simpanan  (rules/ksp.yaml:3:5)",
      "measure    1 condition, topic depth 2", "condition  topic is ksp.simpanan: yes, the case has ksp.simpanan",
      "path       membership area provinsi: the supervisor is the province",
      "path       the province of 35.78: dinas.35",
      "deadline   pengawasan, 60 working days after 2026-03-13: 2026-06-24 16:30 WIB",
      "2026-03-19 Thu  free: Hari Suci Nyepi (libur, SKB", "2026-06-24 Wed  60",
      "near miss  ksp.pinjaman: topic is ksp.pinjaman: no, the case has ksp.simpanan",
    ] { #expect(text.contains(part), "\(part)\n\(text)") }
    #expect(text.components(separatedBy: "near miss").count == 4)
  }

  @Test func aRuleThatFitsTooIsTheNearestMiss() throws {
    let book = try TestBook.make(
      TestBook.rule("base", "topic: ksp") + TestBook.rule("east", "topic: ksp, region: 35")
        + TestBook.rule("wish", "topic: ksp, region: 35, kind: aspirasi")
        + TestBook.rule("past", "topic: ksp, region: 35, kind: pengaduan", more: ", until: 2020-01-01"))
    let explanation = book.explain(TestBook.facts("ksp.simpanan", "35.78"), on: TestBook.today)
    #expect(explanation.winner?.id == "east")
    #expect(explanation.misses.map(\.rule.id) == ["past", "base", "wish"])
    #expect(explanation.misses[1].outdone == "it fits too, but is less specific")
    #expect(explanation.misses[0].outdone == "it does not hold on 2026-11-21")
    #expect(explanation.misses[2].failed.map(\.name) == [.kind])
  }

  @Test func theUnitIsToldInIndonesian() throws {
    let book = try Shipped.book.get()
    let facts = TestBook.facts("kdmp.pengelolaan", "35.09", .national)
    let short = book.shortExplanation(book.decide(facts, on: TestBook.today), facts, on: TestBook.today)
    #expect(
      short.path == [
        "Anggotanya tinggal di satu desa atau kelurahan: pembinanya kabupaten/kota.",
        "Kabupaten/kota 35.09: dinas.35.09.",
      ])
    #expect(
      short.conditions == [
        RoutingExplanation.Condition(name: "topic", wanted: "kdmp.pengelolaan", found: "kdmp.pengelolaan")
      ])
    #expect(short.source?.contains("Inpres 9/2025") == true)
  }

  @Test func whatGoesToTriageIsExplainedToo() throws {
    let text = try Self.text(TestBook.facts("ksp.simpanan", "35.78", sure: false), Shipped.book.get())
    #expect(text.contains("rule       triase.unsure") && text.contains("the call centre's own team decides"))
    #expect(text.contains("near miss  ksp.simpanan: it would fit, if the topic were sure"))
  }
}
