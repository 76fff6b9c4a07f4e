import Cases
import Foundation
import RouterPolicy
import StrictYAML
import Testing
import WorkingTime
import Texts

@Suite struct AuditTests {
  static let base = TestBook.rule("ksp", "topic: ksp")

  static func findings(
    _ rules: String, _ kinds: [Finding.Kind], files: [String: String] = [:], today: Day = TestBook.today
  ) throws -> [Finding] {
    Audit(try TestBook.make(rules, files: files), today: today).findings().filter { kinds.contains($0.kind) }
  }

  /// A book's rules, the finding, and a part of the case that shows it and of the suggestion.
  static let rows: [(String, Finding.Kind, String, String)] = [
    (TestBook.rule("a", "topic: ksp", to: "deputi.pengwasan"), .unknownUnit, "ksp.", "deputi.pengawasan"),
    (TestBook.rule("a", "topic: ksp.simpnan"), .unknownTopic, "ksp.simpnan", "ksp.simpanan"),
    (TestBook.rule("a", "topic: ksp, region: 35.99"), .unknownRegion, "35.99", "write one that exists"),
    (
      TestBook.rule("a", "topic: ksp", more: ", examples: [{given: {topic: ksp.simpanan, region: 35.99}}]"),
      .unknownRegion, "35.99", "exists"
    ),
    (
      TestBook.rule("a", "topic: ksp", more: ", examples: [{given: {topic: ksp.simpanan}, unit: dinas.99}]"),
      .unknownUnit, "ksp.simpanan", "exists"
    ),
    (TestBook.rule("a", "topic: ksp, region: 35.78.01"), .noExample, "35.78.01", "examples"),
    (base + TestBook.rule("ksp", "topic: kdmp"), .duplicate, "kdmp", "an id of its own"),
    (base + TestBook.rule("b", "topic: ksp"), .duplicate, "ksp.", "delete one"),
    (base + TestBook.rule("b", "region: 35"), .conflict, "\"35.0", "{topic: ksp, region: 35}"),
    (
      TestBook.rule("a", "topic: [ksp.simpanan, kdmp.lahan]") + TestBook.rule("b", "topic: [ksp.simpanan, luar.lain]"),
      .conflict, "ksp.simpanan", "narrow"
    ),
    (
      base + ["simpanan", "pinjaman", "administrasi", "ilegal"].map { TestBook.rule($0, "topic: ksp.\($0)") }.joined(),
      .unreachable, "decides it", "delete ksp"
    ),
    (
      TestBook.rule("a", "topic: ksp, words: [massal]")
        + TestBook.rule(
          "b", "topic: ksp, kind: [pengaduan, permintaan_informasi, aspirasi], words: [darurat, massal]"),
      .unreachable, "b decides it", "delete a"
    ),
    (TestBook.rule("a", "topic: ksp", more: ", until: 2026-01-01"), .expired, "none", "until"),
    (base, .uncovered, "informasi.umum", "topic: informasi.umum"),
    (TestBook.rule("a", "topic: ksp", to: "supervisor"), .noUnit, "ksp.", "ministry"),
    (TestBook.rule("a", "topic: ksp", to: "parent of sekretariat", more: ", ministry: lpdb"), .noUnit, "ksp.", "name"),
    (TestBook.rule("a", "topic: ksp, region: 35", to: "parent of sekretariat"), .noUnit, "\"35\"", "ministry"),
    (
      TestBook.rule("a", "topic: ksp", more: ", examples: [{given: {region: 35.78}, unit: dinas.35.78}]"),
      .wrongExample, "35.78", "router explain"
    ),
    (
      base + TestBook.rule("b", "topic: ksp.ilegal", more: ", counterexamples: [{given: {topic: ksp.ilegal}}]"),
      .wrongExample, "ksp.ilegal", "router explain"
    ),
  ]

  @Test(arguments: rows)
  func eachFindingHasACaseThatShowsItAndSaysWhatToDo(
    row: (rules: String, kind: Finding.Kind, witness: String, suggestion: String)
  ) throws {
    let findings = try Self.findings(row.rules, [row.kind])
    let finding = try #require(findings.first, "\(row.kind)")
    #expect(finding.witness.contains(row.witness), "\(finding)")
    #expect(finding.suggestion.contains(row.suggestion), "\(finding)")
  }

  /// What looks alike and is none.
  @Test(arguments: [
    base + TestBook.rule("b", "topic: ksp, region: 35"), base + TestBook.rule("b", "topic: ksp.simpanan"),
    TestBook.rule("a", "topic: ksp, region: 35") + TestBook.rule("b", "topic: ksp, region: 35.78"),
    TestBook.rule("a", "topic: ksp, kind: pengaduan") + TestBook.rule("b", "topic: ksp, kind: aspirasi"),
    TestBook.rule("a", "topic: ksp", more: ", until: 2026-12-31")
      + TestBook.rule("b", "topic: ksp", more: ", from: 2027-01-01"),
    base + TestBook.rule("b", "topic: ksp", more: ", from: 2027-01-01"),
    TestBook.rule("a", "topic: [ksp, kdmp]") + TestBook.rule("b", "topic: [ksp]"),
    // A third rule decides where the two meet.
    base + TestBook.rule("b", "region: 35") + TestBook.rule("c", "topic: ksp, region: 35"),
  ])
  func rulesThatDoNotCollideAreNotReported(rules: String) throws {
    #expect(try Self.findings(rules, [.conflict, .duplicate, .unreachable]).isEmpty)
  }

  @Test(arguments: [
    // What the target does not reach is decided by a more specific rule, or was, before the rule expired.
    TestBook.rule("a", "topic: ksp", to: "supervisor")
      + TestBook.rule("b", "topic: ksp, region: unknown") + TestBook.rule("c", "topic: ksp, membership_area: nasional")
      + TestBook.rule("d", "topic: ksp, region: unknown, membership_area: nasional"),
    TestBook.rule("a", "topic: ksp", to: "supervisor", more: ", until: 2026-01-01"),
    // An example of a rule that has expired is not tried.
    TestBook.rule(
      "a", "topic: ksp", more: ", until: 2026-02-28, counterexamples: [{given: {topic: ksp, region: 35}, rule: b}]")
      + TestBook.rule("b", "topic: ksp, region: 35", more: ", from: 2026-02-01"),
  ])
  func aRuleIsNotBlamedForWhatItDoesNotDecide(rules: String) throws {
    #expect(try Self.findings(rules, [.noUnit, .wrongExample]).isEmpty)
  }

  static let crisis = TestBook.rule("krisis", "topic: ksp, region: 35", more: ", from: 2027-01-01, until: 2027-03-31")

  /// What a date will change is told when it is written, and what to do about it.
  @Test(arguments: [
    (", examples: [{given: {region: 35.78}}]", "from 2027-01-01 on", "on: 2026-12-31"),
    (", examples: [{given: {region: 35.78}, on: 2027-02-01}]", "the rules say krisis, it says ksp", "router explain"),
    (", counterexamples: [{given: {region: 35.78}, rule: krisis}]", "", ""),
    (", examples: [{given: {region: 35.78}, on: 2026-12-31}, {given: {region: 35.78}, on: 2027-04-01}]", "", ""),
    (", examples: [{given: {region: 33.74}}]", "", ""),
  ])
  func anExampleThatADateChangesIsTold(examples: String, text: String, suggestion: String) throws {
    let rules = TestBook.rule("ksp", "topic: ksp", more: examples) + Self.crisis
    let findings = try Self.findings(rules, [.wrongExample])
    #expect(findings.isEmpty == text.isEmpty, "\(findings)")
    #expect(findings.allSatisfy { $0.text.contains(text) && $0.suggestion.contains(suggestion) }, "\(findings)")
  }

  @Test func unitsInACircleAreFoundOnce() throws {
    let units = (BookFiles.shipped.texts[BookFiles.unitsName] ?? "")
      .replacing("  - code: sekretariat\n", with: "  - code: sekretariat\n    parent: lpdb\n")
    let findings = try Self.findings(Self.base, [.parentCycle], files: [BookFiles.unitsName: units])
    #expect(findings.count == 1)
    #expect(findings.first?.text.contains("lpdb → sekretariat → lpdb") == true)
  }

  @Test func aCalendarOrParentThatIsNotThereIsFound() throws {
    let units =
      (BookFiles.shipped.texts[BookFiles.unitsName] ?? "")
      + "  - {code: dinas.35.78, calendar: nasionl}\n  - {code: dinas.35.79, parent: dinas.99}\n"
    let findings = try Self.findings(
      Self.base, [.unknownCalendar, .unknownUnit], files: [BookFiles.unitsName: units])
    #expect(findings.count == 2)
    #expect(findings.allSatisfy { $0.place.file == BookFiles.unitsName && $0.place.line ?? 0 > 50 })
  }

  @Test(arguments: [("2027-06-01", 0), ("2027-10-15", 1), ("2029-01-01", 1)])
  func aCalendarWithoutDecreedHolidaysAheadIsFound(today: String, count: Int) throws {
    let findings = try Self.findings(Self.base, [.calendarEnds], today: #require(Day(today)))
    #expect(findings.count == count)
    #expect(findings.allSatisfy { $0.suggestion.contains("router calendar import") })
  }

  @Test func theShippedBookIsClean() throws {
    let findings = Audit(try Shipped.book.get(), today: TestBook.today).findings()
    #expect(findings.isEmpty, "\(findings)")
  }

  @Test func theShippedExamplesAreRight() throws {
    let book = try Shipped.book.get()
    let results = book.exampleResults(from: TestBook.today)
    #expect(results.allSatisfy { $0.isRight && !$0.decision.unit.name.isEmpty })
    #expect(results.count > 80 && Set(results.map(\.rule.id)).count == 25)
  }

  @Test func whatNobodyListensToIsFoundInADefinitionsFile() throws {
    let finding = Finding(
      .error, .noQueue, at: FileLocation(file: "units.yaml"), "t", witness: "w", suggestion: "s")
    #expect(finding.description == "error no-queue units.yaml:1:1\n  t\n  case: w\n  do:   s")
  }

  @Test func aConditionThatNoExampleExercisesIsTold() throws {
    let examples = ", examples: [{given: {region: 35.78}}], counterexamples: [{given: {region: 33.74}}]"
    let book = try TestBook.make(TestBook.rule("a", "topic: ksp.simpanan, region: [35, 36]", more: examples))
    let rows = book.coverage()
    #expect(rows.map(\.condition) == [.topic, .region])
    #expect(rows[0].untried.isEmpty && !rows[0].isMissed)
    #expect(rows[1].untried == ["36"] && rows[1].isMissed && !rows[1].isFull)
    #expect(rows[1].text.hasSuffix("a  region: no example has 36"))
  }
}
