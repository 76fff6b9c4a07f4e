/// Which days are working days, and when work is done on them.
package struct WorkCalendar: Sendable {
  private let hours: WeekHours
  private let seasons: [Season]
  private let holidays: [Day: Holiday]
  /// The last day for which holidays are known: what is counted beyond it may change.
  package let knownUntil: Day?

  /// - Parameter observed: the classes of holidays that the unit takes.
  package init(
    hours: WeekHours = .office, seasons: [Season] = [], holidays: [Holiday],
    observing observed: Set<Holiday.Class> = [.national, .jointLeave]
  ) {
    self.hours = hours
    self.seasons = seasons
    self.holidays = Dictionary(holidays.filter { observed.contains($0.kind) }.map { ($0.day, $0) }) { first, _ in first
    }
    knownUntil = holidays.map(\.day).max().map { Day(year: $0.civil.year, month: 12, day: 31) }
  }

  /// When work is done on a day, in the order of the day; empty if it is free.
  package func intervals(on day: Day) -> [WorkInterval] {
    if holidays[day] != nil { return [] }
    let season = seasons.first { $0.contains(day) }
    return (season?.hours ?? hours)[day.weekday]
  }

  package func isWorking(_ day: Day) -> Bool { !intervals(on: day).isEmpty }

  /// More days than any deadline needs: a calendar without working days must not hold the service.
  private static let horizon = 10_000

  /// The day on which so many working days have passed; the first day is not counted.
  package func day(_ workingDays: Int, after first: Day) -> Day {
    var day = first
    var left = workingDays
    while left > 0, day.number - first.number < Self.horizon {
      day = day.adding(1)
      if isWorking(day) { left -= 1 }
    }
    return day
  }

  /// The working day that lies so many working days before another.
  package func day(_ workingDays: Int, before last: Day) -> Day {
    var day = last
    var left = workingDays
    while left > 0, last.number - day.number < Self.horizon {
      day = day.adding(-1)
      if isWorking(day) { left -= 1 }
    }
    return day
  }

  /// How many working days lie after the first and up to the last.
  package func workingDays(after first: Day, through last: Day) -> Int {
    guard first < last else { return 0 }
    return (first.number + 1...last.number).count { isWorking(Day(number: $0)) }
  }

  /// Every day of a count, with what it counted for: the proof of a deadline.
  package func count(_ workingDays: Int, after first: Day) -> [CountedDay] {
    let last = day(workingDays, after: first)
    guard first < last else { return [] }
    var counted = 0
    return (first.number + 1...last.number).map { number in
      let day = Day(number: number)
      if isWorking(day) { counted += 1 }
      return CountedDay(day: day, count: isWorking(day) ? counted : nil, holiday: holidays[day])
    }
  }
}
