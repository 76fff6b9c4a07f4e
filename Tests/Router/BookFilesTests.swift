import Cases
import RouterPolicy
import StrictYAML
import Testing

/// Files that people wrote wrongly: what, where, what was expected.
@Suite struct BookFilesTests {
  static func problem(_ name: String, _ text: String?) -> String {
    var files = BookFiles.shipped
    files.texts[name] = text
    do {
      _ = try RuleBook(files, Shipped.reference.get())
      return ""
    } catch { return "\(error)" }
  }

  static func rule(_ body: String) -> String { "rules:\n  - \(body)\n" }
  static let rest = "to: lpdb, deadline: biasa, reason: r, source: s, owner: lpdb"

  @Test(arguments: [
    ("{id: a, wen: {topic: ksp}, \(rest)}", "rules/x.yaml:2:13: found 'wen', expected one of", "did you mean 'when'?"),
    ("{id: a, when: {topik: ksp}, \(rest)}", "rules/x.yaml:2:20: found 'topik'", "did you mean 'topic'?"),
    ("{id: a, when: {}, \(rest)}", "rules/x.yaml:2:19: found no condition", "at least one"),
    ("{id: a, when: {kind: pengadun}, \(rest)}", "2:26: found 'pengadun'", "did you mean 'pengaduan'?"),
    ("{id: a, when: {region: Surabaya}, \(rest)}", "2:28: found 'Surabaya'", "Kemendagri"),
    ("{id: A b, when: {topic: ksp}, \(rest)}", "2:10: found 'A b'", "an id such as"),
    (
      "{id: a, when: {topic: ksp}, to: supervsor of all, deadline: d, reason: r, source: s, owner: o}", "supervsor",
      "one of"
    ),
    ("{id: triase.x, when: {topic: ksp}, \(rest)}", "2:10: found 'triase.x'", "triase.*"),
    (
      "{id: a, when: {topic: [\((0..<200).map { "ksp.t\($0)" }.joined(separator: ", "))], region: [\((0..<99).map { "\($0 + 10)".suffix(2) }.joined(separator: ", "))]}, \(rest)}",
      "found 19800 combinations", "at most 10000"
    ),
    ("{id: a, when: {cooperative: KSP}, \(rest)}", "2:33: found 'ksp'", "not its kind alone"),
    (
      "{id: a, when: {cooperative: KSP Sej\u{0430}htera}, \(rest)}", "a name that nobody types",
      "U+0430 CYRILLIC SMALL LETTER A"
    ),
    ("{id: a, when: {topic: ksp}}", "2:5: `to: ...` is missing", "rules/x.yaml"),
    ("{id: a, when: {topic: ksp}, \(rest), from: 2027-01-02, until: 2027-01-01}", "from 2027-01-02 until", "an end"),
    ("{id: a, when: {topic: ksp}, \(rest), from: 2026-02-30}", "found '2026-02-30'", "a day that the month has"),
    (
      "{id: a, when: {topic: [ksp, kdmp]}, \(rest), examples: [{given: {}}]}", "'topic' is missing",
      "does not name exactly one"
    ),
    (
      "{id: a, when: {topic: ksp}, \(rest), examples: [{given: {region: 35}, units: x}]}", "found 'units'",
      "did you mean 'unit'?"
    ),
  ])
  func aWrongRuleIsExplained(body: String, place: String, expected: String) {
    let problem = Self.problem("rules/x.yaml", Self.rule(body))
    #expect(problem.contains(place), "\(problem)")
    #expect(problem.contains(expected), "\(problem)")
  }

  @Test(arguments: [
    ("units.yaml", "code: lpdb", "code: LPDB", "a unit's code"),
    ("units.yaml", "parent: sekretariat", "parrent: sekretariat", "did you mean 'parent'?"),
    ("units.yaml", "  - code: lpdb", "  - code: dinas.35.99\n  - code: lpdb", "the code of a place's office"),
    ("units.yaml", "  - code: lpdb", "  - code: luar.ojk\n  - code: lpdb", "needs an address"),
    ("units.yaml", "region: 31.74", "region: 99.99", "Kemendagri"),
    ("units.yaml", "- code: triase", "- code: triase\n    active: no", "triase is missing or switched off"),
    ("calendars.yaml", "07:30-12:00", "07:30-25:00", "an interval within a day"),
    ("calendars.yaml", "13:00-16:30", "11:00-16:30", "overlapping"),
    ("calendars.yaml", "friday:", "fryday:", "did you mean 'friday'?"),
    ("calendars.yaml", "until: 2026-03-20", "until: 2026-01-20", "an end after the start"),
    ("calendars.yaml", "observes: [libur, cuti]", "observes: [libur, cutti]", "did you mean 'cuti'?"),
    ("book.yaml", "days: 2, remind: 1", "days: 2, remind: 2", "a whole number from 0 to 1"),
    ("book.yaml", "aspirasi: biasa", "aspirasi: bias", "did you mean 'biasa'?"),
    ("book.yaml", "version: 2", "version: 2\ntrial: {provinces: [35.78]}", "a province's code"),
    ("holidays.csv", "date,class,name,source\n", "", "expected the header"),
    ("book.yaml", "silence: 10", "silence: 0", "a whole number from 1 to 100"),
    ("holidays.csv", "2026-01-01,libur", "2026-01-32,libur", "expected a day such as"),
  ])
  func aWrongFileIsExplainedWithItsPlace(file: String, text: String, wrong: String, expected: String) {
    let shipped = BookFiles.shipped.texts[file] ?? ""
    #expect(shipped.contains(text))
    let changed = shipped.replacing(text, with: wrong, maxReplacements: 1)
    let problem = Self.problem(file, changed)
    #expect(problem.hasPrefix("\(file):"), "\(problem)")
    #expect(problem.contains(expected), "\(problem)")
  }

  @Test(arguments: ["rules/a/b.yaml", "ksp.yaml", "libur.csv"])
  func aFileWithAnotherNameIsNotPassedOver(name: String) {
    #expect(Self.problem(name, "rules: []").hasPrefix("\(name):1:1: not a file of a book, expected book.yaml"))
  }

  @Test func aMissingFileIsNamed() {
    #expect(Self.problem("calendars.yaml", nil) == "calendars.yaml:1:1: the file is missing")
  }

  @Test func theIdGoesByWhatDecidesAndNotByLayout() throws {
    let shipped = try Shipped.book.get()
    func id(_ name: String, _ change: (String) -> String) throws -> String {
      var files = BookFiles.shipped
      files.texts[name] = change(files.texts[name] ?? "")
      return try RuleBook(files, Shipped.reference.get()).id
    }
    #expect(
      try id("rules/ksp.yaml") { "# Another comment.\n" + $0.replacing("to: supervisor", with: "to:   supervisor") }
        == shipped.id)
    #expect(try id("rules/ksp.yaml") { $0.replacing("region: 35.78", with: "region: 35.79") } == shipped.id)
    #expect(try id("rules/ksp.yaml") { $0.replacing("owner: deputi.pengawasan", with: "owner: lpdb") } != shipped.id)
    #expect(try id("holidays.csv") { $0 + "2028-01-01,libur,Tahun Baru,SKB\n" } != shipped.id)
    #expect(try id("units.yaml") { $0 + "  - {code: dinas.35, active: no}\n" } != shipped.id)
    #expect(try id("book.yaml") { $0 + "trial: {provinces: all}\n" } == shipped.id)
  }

  @Test func rulesMayLieInAnyFileInAnyOrder() throws {
    var files = BookFiles.shipped
    let talenta = files.texts.removeValue(forKey: "rules/talenta.yaml") ?? ""
    files.texts["rules/aaa.yaml"] = talenta
    #expect(try RuleBook(files, Shipped.reference.get()).id == Shipped.book.get().id)
  }
}
