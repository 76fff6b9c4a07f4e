/// A time of the day by the wall clock, to the minute: `07:30`, `24:00` for the end of the day.
package struct TimeOfDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Minutes after midnight, from 0 to 1440.
  package let minutes: Int

  package init(minutes: Int) { self.minutes = minutes }

  /// 07.30 and 16.30: an ordinary day, where nothing else is said.
  static let officeOpens = TimeOfDay(minutes: 450)
  static let officeCloses = TimeOfDay(minutes: 990)

  /// - Returns: nil unless the text is a time such as `07:30`.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = UInt8(parts[0]),
      let minute = UInt8(parts[1]), minute < 60, hour < 24 || (hour == 24 && minute == 0)
    else { return nil }
    minutes = Int(hour) * 60 + Int(minute)
  }

  package var description: String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(two(minutes / 60)):\(two(minutes % 60))"
  }

  package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }
}
