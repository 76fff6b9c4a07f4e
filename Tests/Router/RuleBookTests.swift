import Cases
import RouterPolicy
import Testing
import WorkingTime

@Suite struct RuleBookTests {
  static func decide(
    _ topic: String, _ region: String?, _ area: MembershipArea?, kind: CaseKind = .complaint, sure: Bool = true
  ) throws -> Decision {
    try Shipped.book.get().decide(
      TestBook.facts(topic, region, area, kind: kind, sure: sure), on: TestBook.today)
  }

  /// What the policy says, one row a case: topic, region, area, unit, copies.
  static let rows: [(String, String?, MembershipArea?, String, [String])] = [
    ("ksp.simpanan", "35.78", .regency, "dinas.35.78", ["deputi.pengawasan"]),
    ("ksp.simpanan", "35.78", .province, "dinas.35", ["deputi.pengawasan"]),
    ("ksp.simpanan", "35.78", .national, "deputi.pengawasan", []),
    ("ksp.simpanan", "35.78", nil, "dinas.35.78", ["deputi.pengawasan"]),
    ("ksp.simpanan", "35", .regency, "dinas.35", ["deputi.pengawasan"]),
    ("ksp.simpanan", nil, .regency, "deputi.pengawasan", []),
    ("ksp.simpanan", nil, nil, "deputi.pengawasan", []),
    ("ksp.pinjaman", "51.04", .regency, "dinas.51.04", []),
    ("ksp.administrasi", "31.71", .national, "deputi.kelembagaan", []),
    ("ksp.ilegal", "12.07", nil, "luar.ojk", ["deputi.pengawasan"]),
    ("kdmp.lahan", "53.01", nil, "deputi.usaha", ["dinas.53.01"]),
    ("kdmp.lahan", "53", nil, "deputi.usaha", ["dinas.53"]),
    ("kdmp.lahan", nil, nil, "deputi.usaha", []),
    ("kdmp.pengelolaan", "35.09", .national, "dinas.35.09", []),
    ("kdmp.pengelolaan", nil, nil, "deputi.usaha", []),
    ("kdmp.pembiayaan", "75.03", nil, "deputi.usaha", []),
    ("usaha.permintaan", "34", nil, "dinas.34", ["deputi.usaha"]),
    ("usaha.permintaan", nil, nil, "deputi.usaha", []),
    ("usaha.distribusi", "33.15", .province, "dinas.33.15", ["deputi.usaha"]),
    ("pembiayaan.keringanan", "76.02", nil, "dinas.76.02", []),
    ("pembiayaan.lpdb", "74.01", .regency, "lpdb", []),
    ("layanan.petugas", "15.71", nil, "inspektorat", []),
    ("informasi.umum", "96", nil, "sekretariat", []),
    ("luar.lain", "61.08", nil, "luar.lain", []),
    ("pengawasan.kesehatan", "35.78.01", nil, "dinas.35.78", ["deputi.pengawasan"]),
  ]

  @Test(arguments: rows)
  func decisionsAreThoseOfThePolicy(
    row: (topic: String, region: String?, area: MembershipArea?, unit: String, copies: [String])
  ) throws {
    let decision = try Self.decide(row.topic, row.region, row.area)
    #expect(decision.unit.code.text == row.unit)
    #expect(decision.cc.map(\.text) == row.copies)
  }

  @Test func everyTopicAreaAndPlaceHasAUnitThatIsNeverItsOwnCopy() throws {
    let regions: [String?] = [nil] + (try Shipped.book.get().gazetteer.all.map(\.code.text))
    for topic in try Shipped.book.get().topics {
      for area in [MembershipArea.regency, .province, .national, nil] {
        for region in regions {
          let decision = try Self.decide(topic.text, region, area)
          #expect(!decision.rule.hasPrefix("triase"), "\(topic) \(region ?? "-") \(decision.rule)")
          #expect(!decision.cc.contains(decision.unit.code))
          #expect(decision.workingDays > 0)
        }
      }
    }
  }

  @Test func whatIsUnsureOrUnknownGoesToPeople() throws {
    #expect(try Self.decide("ksp.simpanan", "35.78", nil, sure: false).rule == "triase.unsure")
    #expect(try Self.decide("ksp.baru", "35.78", nil).rule == "triase.no_rule")
    #expect(try Self.decide("ksp.simpanan", "99.99", nil).rule == "triase.unknown_unit")
    for topic in ["ksp.baru", "x"] { #expect(try Self.decide(topic, nil, nil).unit.code == .triage) }
  }

  @Test(arguments: [
    (CaseKind.question, "ksp.simpanan", 2), (.suggestion, "ksp.simpanan", 5), (.complaint, "ksp.simpanan", 60),
    (.complaint, "kdmp.pembiayaan", 5), (.complaint, "ksp.pinjaman", 14), (.complaint, "luar.ojk", 5),
  ])
  func deadlinesFollowKindAndTopic(kind: CaseKind, topic: String, days: Int) throws {
    #expect(try Self.decide(topic, nil, nil, kind: kind).workingDays == days)
  }

  @Test func all563UnitsAreThere() throws {
    let units = try Shipped.book.get().units.all
    #expect(units.count == 11 + 552)
    #expect(units.filter(\.code.isOutside).allSatisfy { $0.address != nil })
    #expect(try Shipped.book.get().units[UnitCode("dinas.35.78")]?.name == "Dinas Koperasi Kota Surabaya")
    #expect(try Shipped.book.get().units[UnitCode("dinas.94")]?.zone == .eastern)
  }

  /// The shipped calendar, with the holidays as decreed.
  @Test(arguments: [
    ("2026-03-13", 3, "2026-03-25"), ("2026-03-13", 5, "2026-03-27"), ("2026-03-13", 14, "2026-04-10"),
    ("2026-03-13", 60, "2026-06-24"), ("2026-12-22", 3, "2026-12-29"), ("2026-05-12", 5, "2026-05-21"),
    ("2025-08-14", 3, "2025-08-20"),
  ])
  func deadlinesAreThoseOfTheMinistry(received: String, days: Int, due: String) throws {
    let calendar = try #require(try Shipped.book.get().calendars["nasional"])
    #expect(calendar.day(days, after: try #require(Day(received))).description == due)
  }

  @Test(arguments: [(2025, 237), (2026, 240)])
  func yearsHaveTheirWorkingDays(year: Int, count: Int) throws {
    let calendar = try #require(try Shipped.book.get().calendars["nasional"])
    #expect(
      calendar.workingDays(
        after: Day(year: year - 1, month: 12, day: 31), through: Day(year: year, month: 12, day: 31)) == count)
  }

  /// One unit in each zone: the same moment of receipt, another end.
  @Test(arguments: [("dinas.35.78", "09:30"), ("dinas.73.71", "08:30"), ("dinas.94.03", "07:30")])
  func eachUnitsClockRunsInItsZone(unit: String, due: String) throws {
    let received = try #require(EventCoding.parse("2026-07-13T02:00:00Z"))
    let deadline = try Shipped.book.get().clock(of: UnitCode(unchecked: unit)).deadline(1, after: received)
    #expect(EventCoding.format(deadline) == "2026-07-14T\(due):00.000Z")
  }
}
