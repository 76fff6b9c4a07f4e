package import struct Foundation.Date

/// A unit's clock: its calendar in its time zone.
package struct UnitClock: Sendable {
  private let calendar: WorkCalendar
  private let offsetSeconds: Int
  /// When the working day ends, in seconds after midnight.
  private let endOfDay: Int

  package init(calendar: WorkCalendar, offsetSeconds: Int, endOfDay: Int = 16 * 3600 + 30 * 60) {
    self.calendar = calendar
    self.offsetSeconds = offsetSeconds
    self.endOfDay = endOfDay
  }

  /// The day it is at the unit.
  package func day(of moment: Date) -> Day {
    let seconds = Int(moment.timeIntervalSince1970.rounded(.down)) + offsetSeconds
    return Day(number: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
  }

  /// The end of the working day on which so many working days have passed; the day of receipt is not counted.
  package func deadline(_ workingDays: Int, after received: Date) -> Date {
    end(of: calendar.day(workingDays, after: day(of: received)))
  }

  /// A deadline that stood still from one moment to another: it moves by the working days in between.
  package func deadline(_ due: Date, pausedFrom start: Date, until end: Date) -> Date {
    let lost = calendar.workingDays(after: day(of: start), through: day(of: end))
    return self.end(of: calendar.day(lost, after: day(of: due)))
  }

  private func end(of day: Day) -> Date {
    Date(timeIntervalSince1970: Double(day.number * 86_400 - offsetSeconds + endOfDay))
  }
}
