import Foundation
import Testing
import WorkingTime

@Suite struct UnitClockTests {
  static func clock(_ hours: Int, _ calendar: WorkCalendar = Decreed.calendar) -> UnitClock {
    UnitClock(calendar: calendar, offsetSeconds: hours * 3600)
  }

  static func moment(_ text: String) throws -> Date { try Date.ISO8601FormatStyle().parse(text) }

  @Test(arguments: [
    (7, "2026-03-13T16:59:59Z", "2026-03-13"), (7, "2026-03-13T17:00:00Z", "2026-03-14"),
    (8, "2026-03-13T16:00:00Z", "2026-03-14"), (9, "2026-03-13T14:59:59Z", "2026-03-13"),
    (9, "2026-03-13T15:00:00Z", "2026-03-14"),
  ])
  func theDayIsTheUnitsOwn(hours: Int, moment: String, day: String) throws {
    #expect(Self.clock(hours).day(of: try Self.moment(moment)).description == day)
  }

  @Test(arguments: [(7, "2026-03-25T09:30:00Z"), (8, "2026-03-25T08:30:00Z"), (9, "2026-03-25T07:30:00Z")])
  func deadlinesEndWithTheUnitsWorkingDay(hours: Int, due: String) throws {
    let received = try Self.moment("2026-03-13T02:00:00Z")
    #expect(Self.clock(hours).deadline(3, after: received) == (try Self.moment(due)))
  }

  /// 23:59 in Jakarta is the next day in Makassar and Jayapura.
  @Test(arguments: [(7, "2026-07-13"), (8, "2026-07-14"), (9, "2026-07-14")])
  func aMinuteBeforeMidnightCountsByTheUnitsDay(hours: Int, due: String) throws {
    let received = try Self.moment("2026-07-12T16:59:00Z")  // Sunday 23:59 WIB, Monday 00:59 WITA
    let clock = Self.clock(hours)
    #expect(clock.day(of: clock.deadline(1, after: received)).description == due)
  }

  @Test func aPauseOverAWeekendTakesWorkingDaysOnly() throws {
    let clock = Self.clock(7)
    let friday = try Self.moment("2026-07-10T03:00:00Z")
    #expect(clock.workingDays(from: friday, until: try Self.moment("2026-07-13T03:00:00Z")) == 1)
    #expect(clock.workingDays(from: friday, until: try Self.moment("2026-07-12T03:00:00Z")) == 0)
    #expect(clock.workingDays(from: friday, until: friday.addingTimeInterval(3600)) == 0)
  }

  static let ramadan: WorkCalendar = {
    func hours(_ days: String, _ friday: String) -> WeekHours {
      let day = days.split(separator: " ").compactMap { WorkInterval($0) }
      let last = friday.split(separator: " ").compactMap { WorkInterval($0) }
      return WeekHours([1: day, 2: day, 3: day, 4: day, 5: last]) ?? .office
    }
    let season = Season(
      name: "Ramadan", from: Day(year: 2026, month: 2, day: 19), until: Day(year: 2026, month: 3, day: 20),
      hours: hours("08:00-12:00 12:30-15:00", "08:00-11:30 12:30-15:30"))
    return WorkCalendar(
      hours: hours("07:30-12:00 13:00-16:30", "07:30-11:30 13:00-16:30"), seasons: [season], holidays: Decreed.holidays)
  }()

  @Test(arguments: [
    // Within a morning; in the noon break; after work; on a Friday's longer break; over a weekend.
    ("2026-07-13T03:00:00Z", "2026-07-13T03:00:00Z"), ("2026-07-13T05:30:00Z", "2026-07-13T06:00:00Z"),
    ("2026-07-13T09:30:00Z", "2026-07-14T00:30:00Z"), ("2026-07-10T04:30:00Z", "2026-07-10T06:00:00Z"),
    ("2026-07-10T09:30:00Z", "2026-07-13T00:30:00Z"), ("2026-07-12T20:00:00Z", "2026-07-13T00:30:00Z"),
    // In Ramadan, and out of it over the long holiday.
    ("2026-03-13T08:15:00Z", "2026-03-13T08:15:00Z"), ("2026-03-16T08:00:00Z", "2026-03-17T01:00:00Z"),
    ("2026-03-17T08:00:00Z", "2026-03-25T00:30:00Z"),
  ])
  func workBeginsAgain(at moment: String, next: String) throws {
    let clock = Self.clock(7, Self.ramadan)
    let (now, expected) = (try Self.moment(moment), try Self.moment(next))
    #expect(clock.nextOpening(from: now) == expected)
    #expect(clock.isOpen(at: now) == (now == expected))
  }

  @Test func aDayThatEndsAtMidnightIsStillThatDay() throws {
    let day = try #require(WorkInterval("00:00-24:00"))
    let hours = try #require(WeekHours(Dictionary(uniqueKeysWithValues: (1...7).map { ($0, [day]) })))
    let clock = Self.clock(7, WorkCalendar(hours: hours, holidays: []))
    let due = clock.deadline(1, after: try Self.moment("2026-07-13T02:00:00Z"))
    #expect(clock.dueDay(due).description == "2026-07-14" && clock.day(of: due).description == "2026-07-15")
  }

  @Test func deadlinesInRamadanEndEarlier() throws {
    let clock = Self.clock(7, Self.ramadan)
    #expect(
      clock.deadline(1, after: try Self.moment("2026-03-11T02:00:00Z")) == (try Self.moment("2026-03-12T08:00:00Z")))
    #expect(
      clock.deadline(1, after: try Self.moment("2026-03-12T02:00:00Z")) == (try Self.moment("2026-03-13T08:30:00Z")))
    #expect(
      clock.deadline(3, after: try Self.moment("2026-03-13T02:00:00Z")) == (try Self.moment("2026-03-25T09:30:00Z")))
  }

  @Test(arguments: [
    "7:30-12:00", "07:30-07:30", "12:00-07:30", "07:30", "07:60-08:00", "24:00-24:30", "22:00-02:00", "",
  ])
  func noIntervalsAreRefused(text: String) { #expect(WorkInterval(text) == nil) }

  @Test func overlappingHoursAreRefused() throws {
    let (morning, noon) = (try #require(WorkInterval("07:30-12:00")), try #require(WorkInterval("11:00-13:00")))
    #expect(WeekHours([1: [morning, noon]]) == nil)
    #expect(WeekHours([:]) == nil)
    #expect(WeekHours([1: [noon], 2: [morning]])?[2] == [morning])
    #expect(WorkInterval("00:00-24:00")?.end.minutes == 1440)
  }
}
