/// A stretch of work within a day, the end not counted.
package struct WorkInterval: Sendable, Hashable, CustomStringConvertible {
  package let start: TimeOfDay
  package let end: TimeOfDay

  /// - Returns: nil unless it ends after it starts.
  package init?(_ start: TimeOfDay, _ end: TimeOfDay) {
    guard start < end else { return nil }
    self.start = start
    self.end = end
  }

  /// - Returns: nil unless the text is an interval such as `07:30-12:00`.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let start = TimeOfDay(parts[0]), let end = TimeOfDay(parts[1]) else { return nil }
    self.init(start, end)
  }

  package var description: String { "\(start)-\(end)" }
}
