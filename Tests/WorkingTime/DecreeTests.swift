import Testing
import WorkingTime

@Suite struct DecreeTests {
  static func holiday(_ day: String, _ name: String, _ source: String = "SKB") throws -> Holiday {
    Holiday(
      day: try #require(Day(day)), kind: name.hasPrefix("Cuti") ? .jointLeave : .national, name: name, source: source)
  }

  static func known() throws -> [Holiday] {
    [
      try holiday("2027-01-01", "Tahun Baru Masehi"), try holiday("2027-01-05", "Isra Mikraj"),
      try holiday("2027-03-09", "Cuti Bersama Hari Raya Idul Fitri"),
      try holiday("2027-03-10", "Hari Raya Idul Fitri (perkiraan)"),
      try holiday("2027-03-11", "Hari kedua dari Hari Raya Idul Fitri (perkiraan)"),
      try holiday("2027-03-15", "Cuti Bersama Hari Raya Idul Fitri"), try holiday("2027-12-25", "Hari Raya Natal"),
      try holiday("2027-12-26", "Isra Mikraj"),
    ]
  }

  static let fixed = [("2027-03-09", "Hari Raya Idul Fitri 1448 Hijriah"), ("2027-03-10", "Hari kedua Idul Fitri")]

  @Test func aFeastThatMovesLeavesItsOldDay() throws {
    let decree = Decree(
      try Self.fixed.map { try Self.holiday($0.0, $0.1) }, over: try Self.known(), replacing: true)
    let days = decree.holidays.map(\.day.description)
    #expect(!days.contains("2027-03-11"))
    // An amendment of two days leaves the rest of the year.
    #expect(days.contains("2027-01-01") && days.contains("2027-12-25"))
    #expect(
      decree.changes.contains(
        "moved  2027-03-10 → 2027-03-09  libur  Hari Raya Idul Fitri 1448 Hijriah"
          + "  instead of cuti Cuti Bersama Hari Raya Idul Fitri"))
    #expect(
      decree.changes.contains(
        "moved  2027-03-11 → 2027-03-10  libur  Hari kedua Idul Fitri  instead of libur Hari Raya Idul Fitri (perkiraan)"
      ))
    #expect(decree.remarks.isEmpty)
  }

  @Test func aYearsListDropsWhatItLacks() throws {
    let list = try Self.known().filter { !["2027-01-01", "2027-03-15"].contains($0.day.description) }
    let decree = Decree(list, over: try Self.known(), replacing: true)
    #expect(decree.holidays == list)
    #expect(
      decree.changes == [
        "drop   2027-01-01  libur  Tahun Baru Masehi", "drop   2027-03-15  cuti  Cuti Bersama Hari Raya Idul Fitri",
      ])
    // Without the word nothing falls; and other years are not the decree's.
    #expect(Decree(list, over: try Self.known(), replacing: false).changes.isEmpty)
    let other = try Self.known() + [try Self.holiday("2026-01-01", "Tahun Baru Masehi")]
    #expect(Decree(list, over: other, replacing: true).holidays.count == list.count + 1)
  }

  @Test func aFeastOnTwoDaysIsRemarked() throws {
    let again = try Self.holiday("2027-03-08", "Hari Raya Idul Fitri")
    let decree = Decree([again], over: try Self.known(), replacing: false)
    #expect(decree.changes == ["new    2027-03-08  libur  Hari Raya Idul Fitri"])
    #expect(decree.remarks.count == 1)
    #expect(decree.remarks[0].contains("2027-03-08 and 2027-03-10"))
  }

  @Test func aKnownDayStaysAsItIsUnlessToldOtherwise() throws {
    let new = try Self.holiday("2027-12-25", "Hari Raya Natal", "SKB 2")
    let decree = Decree([new], over: try Self.known(), replacing: false)
    #expect(decree.changes.isEmpty)
    #expect(decree.remarks.count == 1)
    #expect(Decree([new], over: try Self.known(), replacing: true).holidays.contains(new))
  }
}
