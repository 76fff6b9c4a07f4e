package import struct Foundation.Date

/// A unit's clock: its calendar in its time zone.
package struct UnitClock: Sendable {
  package let calendar: WorkCalendar
  private let offsetSeconds: Int

  package init(calendar: WorkCalendar, offsetSeconds: Int) {
    self.calendar = calendar
    self.offsetSeconds = offsetSeconds
  }

  /// The day it is at the unit.
  package func day(of moment: Date) -> Day {
    let seconds = localSeconds(moment)
    return Day(number: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
  }

  /// The end of the working day on which so many working days have passed; the day of receipt is not counted.
  package func deadline(_ workingDays: Int, after received: Date) -> Date {
    end(of: calendar.day(workingDays, after: day(of: received)))
  }

  /// The day that a deadline ends: 24:00 still belongs to it.
  package func dueDay(_ due: Date) -> Day { day(of: due.addingTimeInterval(-1)) }

  /// How many working days a pause took: those after its first day, up to its last.
  package func workingDays(from start: Date, until end: Date) -> Int {
    calendar.workingDays(after: day(of: start), through: day(of: end))
  }

  /// When the unit's last work of a day ends.
  package func end(of day: Day) -> Date {
    // A free day has no end of its own; a deadline that fell on one is as late as an ordinary day's.
    moment(day, calendar.intervals(on: day).last?.end ?? .officeCloses)
  }

  package func start(of day: Day) -> Date {
    moment(day, calendar.intervals(on: day).first?.start ?? .officeOpens)
  }

  /// Whether the unit works now.
  package func isOpen(at moment: Date) -> Bool { nextOpening(from: moment) == moment }

  /// The first moment from this one on at which the unit works: this one itself, if it does.
  package func nextOpening(from moment: Date) -> Date {
    let today = day(of: moment)
    for interval in calendar.intervals(on: today) where moment < self.moment(today, interval.end) {
      return max(moment, self.moment(today, interval.start))
    }
    return start(of: calendar.day(1, after: today))
  }

  private func moment(_ day: Day, _ time: TimeOfDay) -> Date {
    Date(timeIntervalSince1970: Double(day.number * 86_400 - offsetSeconds + time.minutes * 60))
  }

  private func localSeconds(_ moment: Date) -> Int {
    Int(moment.timeIntervalSince1970.rounded(.down)) + offsetSeconds
  }
}
