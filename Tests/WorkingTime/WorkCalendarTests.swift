import Foundation
import Testing
import Texts
import WorkingTime

/// Holidays of two years that the figures below need; the shipped list is the router's.
enum Decreed {
  static let days2025 = [
    "01-01", "01-27", "01-28", "01-29", "03-28", "03-29", "03-31", "04-01", "04-02", "04-03", "04-04", "04-07",
    "04-18", "04-20", "05-01", "05-12", "05-13", "05-29", "05-30", "06-01", "06-06", "06-09", "06-27", "08-17",
    "08-18", "09-05", "12-25", "12-26",
  ]
  static let days2026 = [
    "01-01", "01-16", "02-16", "02-17", "03-18", "03-19", "03-20", "03-21", "03-22", "03-23", "03-24", "04-03",
    "04-05", "05-01", "05-14", "05-15", "05-27", "05-28", "05-31", "06-01", "06-16", "08-17", "08-25", "12-24",
    "12-25",
  ]
  static let holidays = (days2025.map { "2025-\($0)" } + days2026.map { "2026-\($0)" }).compactMap { text in
    Day(text).map { Holiday(day: $0, kind: .national, name: text, source: "SKB") }
  }
  static let calendar = WorkCalendar(holidays: holidays)
}

@Suite struct WorkCalendarTests {
  @Test(arguments: [
    ("2026-03-13", 3, "2026-03-25"), ("2026-03-13", 5, "2026-03-27"), ("2026-03-13", 14, "2026-04-10"),
    ("2026-03-13", 60, "2026-06-24"), ("2026-12-22", 3, "2026-12-29"), ("2026-05-12", 5, "2026-05-21"),
    ("2025-08-14", 3, "2025-08-20"),
    // Month ends, a leap year, a Friday, the last day of a year, a day that is free itself.
    ("2026-01-30", 1, "2026-02-02"), ("2028-02-28", 1, "2028-02-29"), ("2028-02-29", 1, "2028-03-01"),
    ("2027-02-26", 1, "2027-03-01"), ("2026-07-10", 1, "2026-07-13"), ("2026-12-31", 1, "2027-01-01"),
    ("2026-03-21", 1, "2026-03-25"), ("2026-07-10", 0, "2026-07-10"),
  ])
  func deadlinesAreThoseOfTheMinistry(received: String, days: Int, due: String) throws {
    let day = try #require(Day(received))
    #expect(Decreed.calendar.day(days, after: day).description == due)
  }

  @Test(arguments: [(2025, 237), (2026, 240)])
  func yearsHaveTheirWorkingDays(year: Int, count: Int) {
    let days = Decreed.calendar.workingDays(
      after: Day(year: year - 1, month: 12, day: 31), through: Day(year: year, month: 12, day: 31))
    #expect(days == count)
  }

  @Test func countingBackGivesTheSameNumber() {
    let calendar = Decreed.calendar
    for start in stride(
      from: Day(year: 2025, month: 1, day: 1).number, to: Day(year: 2027, month: 1, day: 1).number, by: 3)
    {
      for days in [1, 2, 5, 14, 60] {
        let first = Day(number: start)
        let last = calendar.day(days, after: first)
        #expect(calendar.isWorking(last))
        #expect(calendar.workingDays(after: first, through: last) == days)
        let counted = calendar.count(days, after: first)
        #expect(counted.last?.day == last && counted.compactMap(\.count) == Array(1...days))
        if calendar.isWorking(first) { #expect(calendar.day(days, before: last) == first) }
      }
    }
  }

  @Test func aFreeDayOfACountSaysWhy() throws {
    let counted = Decreed.calendar.count(3, after: try #require(Day("2026-03-13")))
    #expect(counted.filter { $0.count == nil && $0.holiday == nil }.map(\.day.weekday) == [6, 7])
    #expect(counted.compactMap(\.holiday).count == 7)
  }

  @Test func jointLeaveIsWorkedWhereItIsNotObserved() throws {
    let day = try #require(Day("2026-12-24"))
    let leave = [Holiday(day: day, kind: .jointLeave, name: "Cuti", source: "SKB")]
    #expect(!WorkCalendar(holidays: leave).isWorking(day))
    #expect(WorkCalendar(holidays: leave, observing: [.national]).isWorking(day))
  }

  @Test func aCalendarWithoutWorkEndsTheCount() throws {
    let first = try #require(Day("2026-01-01"))
    let free = (0..<20_000).map { Holiday(day: first.adding($0), kind: .national, name: "x", source: "x") }
    #expect(WorkCalendar(holidays: free).day(5, after: first).number - first.number == 10_000)
  }
}

@Suite struct HolidayFileTests {
  @Test func whatIsWrittenIsReadAgain() throws {
    let holidays = [
      Holiday(day: Day(year: 2026, month: 3, day: 19), kind: .national, name: "Nyepi, \"Saka\"", source: "SKB 1, 2, 3"),
      Holiday(day: Day(year: 2026, month: 3, day: 20), kind: .jointLeave, name: "Cuti", source: ""),
    ]
    #expect(try Holiday.list(csv: Holiday.csv(holidays), file: "h.csv") == holidays)
  }

  @Test func aFileOfWindowsIsReadAndOneWithoutItsHeaderRefused() throws {
    let lines = ["date,class,name,source", "2026-08-17,libur,Kemerdekaan,SKB", ""]
    #expect(try Holiday.list(csv: lines.joined(separator: "\r\n"), file: "h.csv").count == 1)
    #expect { try Holiday.list(csv: lines.dropFirst().joined(separator: "\n"), file: "h.csv") } throws: {
      "\($0)".contains("h.csv:1: ") && "\($0)".contains("expected the header")
    }
  }

  @Test(arguments: [
    "2026-02-30,libur,Tidak ada,SKB", "2026-02-03,pesta,Pesta,SKB", "2026-02-03,libur", "2026-02-03,libur,,SKB",
  ])
  func aWrongLineIsNamed(line: String) {
    #expect { try Holiday.list(csv: "date,class,name,source\n\(line)\n", file: "h.csv") } throws: {
      "\($0)".hasPrefix("h.csv:2: ")
    }
  }

  @Test func anICalendarFileIsRead() throws {
    let text = """
      BEGIN:VCALENDAR\r
      BEGIN:VEVENT\r
      DTSTART;VALUE=DATE:20260320\r
      DTEND;VALUE=DATE:20260322\r
      SUMMARY:Cuti Bersama\\, Idul\r
        Fitri\r
      END:VEVENT\r
      BEGIN:VEVENT\r
      DTSTART;VALUE=DATE:20260817\r
      SUMMARY:Hari Kemerdekaan\r
      END:VEVENT\r
      END:VCALENDAR\r
      """
    let holidays = try Holiday.list(iCalendar: text.utf8, file: "h.ics", source: "SKB")
    #expect(holidays.map(\.day.description) == ["2026-03-20", "2026-03-21", "2026-08-17"])
    #expect(holidays.map(\.kind) == [.jointLeave, .jointLeave, .national])
    #expect(holidays[0].name == "Cuti Bersama, Idul Fitri")
  }

  @Test(arguments: [
    "BEGIN:VCALENDAR\nEND:VCALENDAR", "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:20260101\nDTEND:20270101\nSUMMARY:x\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:20260102T170000Z\nSUMMARY:x\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:20260102\nRRULE:FREQ=YEARLY\nSUMMARY:x\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:20260102\nSTATUS:CANCELLED\nSUMMARY:x\nEND:VEVENT",
    "BEGIN:VEVENT\nDTSTART:20260102\nDTEND:20260101\nSUMMARY:x\nEND:VEVENT",
  ])
  func aWrongICalendarFileIsRefused(text: String) {
    #expect(throws: FileProblem.self) { try Holiday.list(iCalendar: text.utf8, file: "h.ics", source: "SKB") }
  }
}
