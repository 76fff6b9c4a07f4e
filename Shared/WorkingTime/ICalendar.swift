package import Texts

extension Holiday {
  /// Reads the all-day events of an iCalendar file (RFC 5545): `DTSTART;VALUE=DATE`, `DTEND` (not counted) or `DURATION`,
  /// further days by `RDATE`, `SUMMARY`. A summary or category with "cuti" means joint leave. What repeats by a rule,
  /// has a time of day or ends before its end is refused.
  /// - Parameter source: the decree, which such files do not name.
  package static func list(
    iCalendar bytes: some Sequence<UInt8>, file: String, source: String
  ) throws(FileProblem) -> [Holiday] {
    var holidays: [Holiday] = []
    for event in try ICalendarEvent.list(try ContentLine.list(bytes, file: file), file: file) where !event.isCancelled {
      holidays += try event.days().map { Holiday(day: $0, kind: event.kind, name: event.summary, source: source) }
    }
    guard !holidays.isEmpty else {
      throw FileProblem(file, row: 1, "found no all-day event that is not cancelled, expected at least one")
    }
    return Set(holidays).sorted()
  }
}

/// An event's own lines; those of an alarm within it are not.
private struct ICalendarEvent {
  private let file: String
  /// Of its first line.
  private let line: Int
  private var lines: [ContentLine] = []

  private init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  static func list(_ lines: [ContentLine], file: String) throws(FileProblem) -> [ICalendarEvent] {
    var events: [ICalendarEvent] = []
    var open: [ContentLine] = []
    for line in lines {
      switch line.name {
      case "BEGIN":
        if line.value.uppercased() == "VEVENT" { events.append(ICalendarEvent(file: file, line: line.number)) }
        open.append(line)
      case "END":
        guard let begun = open.popLast(), begun.value.uppercased() == line.value.uppercased() else {
          throw line.wrong("the end of what was begun last", in: file)
        }
      case "METHOD" where line.value.uppercased() == "CANCEL":
        throw line.wrong("days that hold: such a file takes them back", in: file)
      default:
        if open.last?.value.uppercased() == "VEVENT" { events[events.count - 1].lines.append(line) }
      }
    }
    guard let left = open.last else { return events }
    throw FileProblem(
      file, row: lines.last?.number ?? 1,
      "found the file's end, expected END:\(left.value) for what line \(left.number) begins")
  }

  /// A property that an event may have once.
  private func one(_ name: String) throws(FileProblem) -> ContentLine? {
    let found = lines.filter { $0.name == name }
    guard found.count < 2 else { throw found[1].wrong("one \(name) in an event", in: file) }
    return found.first
  }

  private func all(_ name: String) -> [ContentLine] { lines.filter { $0.name == name } }

  var isCancelled: Bool { all("STATUS").contains { $0.value.uppercased() == "CANCELLED" } }
  var summary: String { all("SUMMARY").first?.plain ?? "" }

  var kind: Holiday.Class {
    let words = ([summary] + all("CATEGORIES").map(\.plain)).joined(separator: " ").lowercased()
    return words.contains("cuti") ? .jointLeave : .national
  }

  /// More days than any holiday has: a typing mistake otherwise fills years.
  private static let longest = 31

  func days() throws(FileProblem) -> [Day] {
    for line in lines where ["RRULE", "EXRULE", "RECURRENCE-ID"].contains(line.name) {
      throw line.wrong("an event that does not repeat: each day by itself", in: file)
    }
    guard let start = try one("DTSTART"), try one("SUMMARY") != nil, summary.contains(where: { !$0.isWhitespace })
    else {
      throw FileProblem(file, row: line, "found an event without DTSTART or SUMMARY, expected both")
    }
    let first = try day(start.value, start)
    let length = try length(from: first)
    var starts: Set<Day> = [first]
    for line in all("RDATE") { starts.formUnion(try days(line)) }
    for line in all("EXDATE") { starts.subtract(try days(line)) }
    return starts.sorted().flatMap { start in (0..<length).map { start.adding($0) } }
  }

  private func length(from first: Day) throws(FileProblem) -> Int {
    let (end, duration) = (try one("DTEND"), try one("DURATION"))
    if end != nil, let duration { throw duration.wrong("either DTEND or DURATION", in: file) }
    guard let line = end ?? duration else { return 1 }
    let length =
      if let end { try day(end.value, end).number - first.number } else { Self.days(duration: line.value) ?? 0 }
    guard (1...Self.longest).contains(length) else {
      throw line.wrong("1 to \(Self.longest) whole days from \(first) on", in: file)
    }
    return length
  }

  /// `P3D` or `P1W`.
  private static func days(duration: String) -> Int? {
    guard let match = duration.uppercased().wholeMatch(of: /\+?P([0-9]{1,3})([DW])/), let count = Int(match.1) else {
      return nil
    }
    return match.2 == "W" ? count * 7 : count
  }

  private func days(_ line: ContentLine) throws(FileProblem) -> [Day] {
    var days: [Day] = []
    for text in line.value.split(separator: ",", omittingEmptySubsequences: false) {
      days.append(try day(String(text), line))
    }
    return days
  }

  /// A whole day: a time of day would be of some zone, and not a holiday.
  private func day(_ text: String, _ line: ContentLine) throws(FileProblem) -> Day {
    let digits = Array(text.trimmingPrefix { $0.isWhitespace })
    let written = digits.count == 8 ? "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))" : ""
    guard let day = Day(written) else { throw line.wrong("a whole day such as 20260817", in: file) }
    return day
  }
}
