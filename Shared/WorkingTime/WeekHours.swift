/// When work is done on each day of a week.
package struct WeekHours: Sendable, Hashable {
  /// Seven lists, from Monday, each in the order of the day.
  private let days: [[WorkInterval]]

  /// - Parameter days: by weekday, 1 is Monday; what is missing is free.
  /// - Returns: nil if the intervals of a day overlap, or if no day has any.
  package init?(_ days: [Int: [WorkInterval]]) {
    let week = (1...7).map { (days[$0] ?? []).sorted { $0.start < $1.start } }
    let overlaps = week.contains { day in zip(day, day.dropFirst()).contains { $0.end > $1.start } }
    guard !overlaps, week.contains(where: { !$0.isEmpty }) else { return nil }
    self.days = week
  }

  package subscript(weekday: Int) -> [WorkInterval] { days[weekday - 1] }

  /// Monday to Friday from 07.30 to 16.30: the ministry's, where nothing else is said.
  package static let office: WeekHours = {
    let day = WorkInterval(.officeOpens, .officeCloses).map { [$0] } ?? []
    return WeekHours(days: [day, day, day, day, day, [], []])
  }()

  private init(days: [[WorkInterval]]) { self.days = days }
}
