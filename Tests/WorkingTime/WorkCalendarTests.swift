import Foundation
import Testing
import WorkingTime

@Suite struct WorkCalendarTests {
  static let calendar = Result { try WorkCalendar.shipped() }

  @Test(arguments: [
    ("2026-03-13", 3, "2026-03-25"), ("2026-03-13", 5, "2026-03-27"), ("2026-03-13", 14, "2026-04-10"),
    ("2026-03-13", 60, "2026-06-24"), ("2026-12-22", 3, "2026-12-29"), ("2026-05-12", 5, "2026-05-21"),
    ("2025-08-14", 3, "2025-08-20"),
  ])
  func deadlinesAreThoseOfTheMinistry(received: String, days: Int, due: String) throws {
    let day = try #require(Day(received))
    #expect(try Self.calendar.get().day(days, after: day).description == due)
  }

  @Test(arguments: [(2025, 237), (2026, 240)])
  func yearsHaveTheirWorkingDays(year: Int, count: Int) throws {
    let calendar = try Self.calendar.get()
    let days = calendar.workingDays(
      after: Day(year: year - 1, month: 12, day: 31), through: Day(year: year, month: 12, day: 31))
    #expect(days == count)
  }

  @Test func countingBackGivesTheSameNumber() throws {
    let calendar = try Self.calendar.get()
    for start in stride(
      from: Day(year: 2025, month: 1, day: 1).number, to: Day(year: 2027, month: 1, day: 1).number, by: 3)
    {
      for days in [1, 2, 5, 14, 60] {
        let first = Day(number: start)
        let last = calendar.day(days, after: first)
        #expect(calendar.isWorking(last))
        #expect(calendar.workingDays(after: first, through: last) == days)
      }
    }
  }

  @Test func aWrongLineIsNamed() {
    #expect {
      try WorkCalendar(csv: "date,class,name\n2026-02-30,libur,Tidak ada\n", file: "h.csv")
    } throws: { "\($0)".contains("h.csv, line 2") }
  }
}

@Suite struct UnitClockTests {
  static func clock(_ hours: Int) throws -> UnitClock {
    UnitClock(calendar: try WorkCalendarTests.calendar.get(), offsetSeconds: hours * 3600)
  }

  static func moment(_ text: String) throws -> Date { try Date.ISO8601FormatStyle().parse(text) }

  @Test(arguments: [
    (7, "2026-03-13T16:59:59Z", "2026-03-13"), (7, "2026-03-13T17:00:00Z", "2026-03-14"),
    (8, "2026-03-13T16:00:00Z", "2026-03-14"), (9, "2026-03-13T14:59:59Z", "2026-03-13"),
    (9, "2026-03-13T15:00:00Z", "2026-03-14"),
  ])
  func theDayIsTheUnitsOwn(hours: Int, moment: String, day: String) throws {
    #expect(try Self.clock(hours).day(of: try Self.moment(moment)).description == day)
  }

  @Test(arguments: [(7, "2026-03-25T09:30:00Z"), (8, "2026-03-25T08:30:00Z"), (9, "2026-03-25T07:30:00Z")])
  func deadlinesEndWithTheUnitsWorkingDay(hours: Int, due: String) throws {
    let received = try Self.moment("2026-03-13T02:00:00Z")
    #expect(try Self.clock(hours).deadline(3, after: received) == Self.moment(due))
  }

  @Test func aPauseOverAWeekendMovesByWorkingDaysOnly() throws {
    let clock = try Self.clock(7)
    let due = try Self.moment("2026-07-16T09:30:00Z")  // a Thursday
    let friday = try Self.moment("2026-07-10T03:00:00Z")
    let monday = try Self.moment("2026-07-13T03:00:00Z")
    #expect(clock.deadline(due, pausedFrom: friday, until: monday) == (try Self.moment("2026-07-17T09:30:00Z")))
    #expect(clock.deadline(due, pausedFrom: friday, until: friday.addingTimeInterval(3600)) == due)
  }
}
