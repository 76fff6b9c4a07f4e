/// Which days are working days: Monday to Friday, except national holidays and joint leave.
package struct WorkCalendar: Sendable {
  private let holidays: Set<Day>
  /// The last day for which holidays are known: what is counted beyond it may change.
  package let knownUntil: Day?

  package init(holidays: Set<Day>) {
    self.holidays = holidays
    knownUntil = holidays.max().map { Day(year: $0.civil.year, month: 12, day: 31) }
  }

  /// The holidays that come with the program.
  package static func shipped() throws(CalendarError) -> WorkCalendar {
    try WorkCalendar(csv: String(decoding: PackageResources.holidays_csv, as: UTF8.self), file: "holidays.csv")
  }

  /// - Parameter csv: `date,class,name`, where the class is `libur` (holiday) or `cuti` (joint leave).
  package init(csv: String, file: String) throws(CalendarError) {
    var days: Set<Day> = []
    for (number, line) in csv.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard number > 0, !line.isEmpty else { continue }
      let fields = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3, let day = Day(fields[0]), ["libur", "cuti"].contains(fields[1]) else {
        throw CalendarError(
          description: "\(file), line \(number + 1): found '\(line)', expected a date, libur or cuti, and a name")
      }
      days.insert(day)
    }
    self.init(holidays: days)
  }

  package func isWorking(_ day: Day) -> Bool { day.weekday <= 5 && !holidays.contains(day) }

  /// The day on which so many working days have passed; the first day is not counted.
  package func day(_ workingDays: Int, after first: Day) -> Day {
    var day = first
    var left = workingDays
    while left > 0 {
      day = day.adding(1)
      if isWorking(day) { left -= 1 }
    }
    return day
  }

  /// How many working days lie after the first and up to the last.
  package func workingDays(after first: Day, through last: Day) -> Int {
    guard first < last else { return 0 }
    return (first.number + 1...last.number).count { isWorking(Day(number: $0)) }
  }
}

/// A file of holidays that cannot be used.
package struct CalendarError: Error, CustomStringConvertible {
  package let description: String
}
