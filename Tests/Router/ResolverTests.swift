import Cases
import RouterPolicy
import Testing
import WorkingTime

@Suite struct ResolverTests {
  static let units = BookFiles.shipped.texts[BookFiles.unitsName] ?? ""

  static func unit(_ to: String, _ region: String?, _ area: MembershipArea?, off: [String] = []) throws -> (
    String, [String]
  ) {
    let changes = off.map { "  - {code: \($0), active: no}\n" }.joined()
    let book = try TestBook.make(
      TestBook.rule("a", "topic: ksp", to: to, more: ", ministry: deputi.pengawasan"),
      files: [BookFiles.unitsName: units + changes])
    let decision = book.decide(TestBook.facts("ksp.simpanan", region, area), on: TestBook.today)
    return (decision.unit.code.text, decision.path.map(\.english))
  }

  @Test(
    arguments: [
      ("supervisor", "35.78", MembershipArea.regency, "dinas.35.78"), ("supervisor", "35.78", .province, "dinas.35"),
      ("supervisor", "35.78", .national, "deputi.pengawasan"), ("supervisor", nil, nil, "deputi.pengawasan"),
      ("dinas of the place", "35.78.01.1001", nil, "dinas.35.78"), ("dinas of the place", "35", nil, "dinas.35"),
      ("dinas of the province", "35.78", nil, "dinas.35"), ("dinas of the province", nil, nil, "deputi.pengawasan"),
      ("parent of supervisor", "35.78", .regency, "dinas.35"),
      ("parent of supervisor", "35.78", .province, "deputi.pengawasan"),
      ("parent of parent of dinas of the place", "35.78", nil, "deputi.pengawasan"),
      ("parent of deputi.pengawasan", nil, nil, "sekretariat"), ("lpdb", nil, nil, "lpdb"),
    ] as [(String, String?, MembershipArea?, String)])
  func targetsFollowTheCase(to: String, region: String?, area: MembershipArea?, unit: String) throws {
    #expect(try Self.unit(to, region, area).0 == unit)
  }

  @Test(arguments: [
    (["dinas.35.78"], "dinas.35"), (["dinas.35.78", "dinas.35"], "deputi.pengawasan"), (["dinas.35"], "dinas.35.78"),
  ])
  func theUnitAboveTakesOverFromOneThatIsSwitchedOff(off: [String], unit: String) throws {
    let (found, path) = try Self.unit("supervisor", "35.78", .regency, off: off)
    #expect(found == unit)
    #expect(path.contains { $0.contains("switched off") } == (found != "dinas.35.78"))
  }

  @Test func aSwitchedOffDeputyIsTheSecretariats() throws {
    let units = Self.units.replacing(
      "  - code: deputi.talenta\n", with: "  - code: deputi.talenta\n    active: no\n")
    var files = BookFiles.shipped
    files.texts[BookFiles.unitsName] = units
    let book = try RuleBook(files, Shipped.reference.get())
    let decision = book.decide(TestBook.facts("talenta.pelatihan"), on: TestBook.today)
    #expect(decision.unit.code.text == "sekretariat")
  }

  @Test func rulesHoldOnTheirDaysOnly() throws {
    let book = try TestBook.make(
      TestBook.rule("old", "topic: ksp", to: "lpdb", more: ", until: 2026-12-31")
        + TestBook.rule("new", "topic: ksp", to: "inspektorat", more: ", from: 2027-01-01"))
    for (day, rule) in [("2026-12-31", "old"), ("2027-01-01", "new")] {
      #expect(book.decide(TestBook.facts("ksp.simpanan"), on: try #require(Day(day))).rule == rule)
    }
  }

  @Test func everyConditionCanDecide() throws {
    let conditions = [
      "kind: aspirasi", "region: 35", "membership_area: nasional", "cooperative: KSP Maju Jaya", "channel: whatsapp",
      "words: [massal]", "urgency: mendesak", "region: unknown",
    ]
    for condition in conditions {
      let book = try TestBook.make(
        TestBook.rule("base", "topic: ksp") + TestBook.rule("special", "topic: ksp, \(condition)"))
      var facts = Facts(
        topic: TopicCode(unchecked: "ksp.simpanan"), kind: .suggestion, region: RegionCode(unchecked: "35.78"),
        membershipArea: .national, cooperative: "Koperasi \"KSP MAJU JAYA\"", channel: .whatsapp, urgency: .urgent,
        words: ["massal*"])
      if condition == "region: unknown" { facts.region = nil }
      #expect(book.decide(facts, on: TestBook.today).rule == "special", "\(condition)")
      let plain = TestBook.facts("ksp.simpanan", condition == "region: unknown" ? "12" : nil)
      #expect(book.decide(plain, on: TestBook.today).rule == "base", "\(condition)")
    }
  }
}
