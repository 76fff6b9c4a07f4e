import Testing
import WorkingTime

@Suite struct DayTests {
  @Test func daysGoThereAndBack() {
    for number in stride(from: -200_000, through: 200_000, by: 37) {
      let (year, month, day) = Day(number: number).civil
      #expect(Day(year: year, month: month, day: day).number == number)
    }
  }

  @Test(arguments: [("1970-01-01", 4), ("2024-02-29", 4), ("2026-03-13", 5), ("2000-02-29", 2), ("2026-11-22", 7)])
  func weekdaysAreRight(text: String, weekday: Int) throws {
    #expect(try #require(Day(text)).weekday == weekday)
  }

  @Test(arguments: ["2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "", "2026-00-10", "2026-04-31"])
  func noDaysAreRefused(text: String) { #expect(Day(text) == nil) }
}
