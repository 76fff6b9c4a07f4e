extension Holiday {
  /// Reads the all-day events of an iCalendar file (RFC 5545): `DTSTART;VALUE=DATE`, `DTEND` (not counted),
  /// `SUMMARY`. A summary or category with "cuti bersama" means joint leave.
  /// - Parameter source: the decree, which such files do not name.
  package static func list(iCalendar text: String, file: String, source: String) throws(CalendarError) -> [Holiday] {
    var holidays: [Holiday] = []
    var event: [String: String]?
    for (number, line) in unfolded(text) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon].prefix { $0 != ";" }.uppercased()
      let value = String(line[line.index(after: colon)...])
      switch (name, value.uppercased()) {
      case ("BEGIN", "VEVENT"): event = [:]
      case ("END", "VEVENT"):
        guard let fields = event else { throw CalendarError(file: file, line: number, text: "END without BEGIN") }
        holidays += try days(of: fields, source: source, at: Place(file: file, line: number))
        event = nil
      default: event?[name] = value
      }
    }
    guard !holidays.isEmpty else {
      throw CalendarError(
        file: file, line: 1, text: "found no all-day event that is not cancelled, expected at least one")
    }
    return Set(holidays).sorted()
  }

  private struct Place {
    let file: String
    let line: Int
  }

  /// More days than any holiday has: a typing mistake otherwise fills years.
  private static let longest = 31

  private static func days(
    of event: [String: String], source: String, at place: Place
  ) throws(CalendarError) -> [Holiday] {
    let summary = plain(event["SUMMARY"] ?? "")
    if event["STATUS"]?.uppercased() == "CANCELLED" { return [] }
    if event["RRULE"] != nil {
      throw CalendarError(
        file: place.file, line: place.line, text: "found an event that repeats, expected each day by itself")
    }
    let first = try date(event, "DTSTART", place)
    guard let first, !summary.isEmpty else {
      throw CalendarError(
        file: place.file, line: place.line, text: "found an event without DTSTART or SUMMARY, expected both")
    }
    let end = try date(event, "DTEND", place) ?? first.adding(1)
    guard first < end, end.number - first.number <= longest else {
      throw CalendarError(
        file: place.file, line: place.line,
        text: "found an event from \(first) to \(end), expected 1 to \(longest) days")
    }
    let words = "\(summary) \(event["CATEGORIES"] ?? "")".lowercased()
    let kind: Class = words.contains("cuti") ? .jointLeave : .national
    return (first.number..<end.number).map { Holiday(day: Day(number: $0), kind: kind, name: summary, source: source) }
  }

  /// A whole day: a time of day would be of some zone, and not a holiday.
  private static func date(_ event: [String: String], _ key: String, _ place: Place) throws(CalendarError) -> Day? {
    guard let text = event[key] else { return nil }
    let digits = Array(text)
    let written = digits.count == 8 ? "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))" : ""
    guard let day = Day(written) else {
      throw CalendarError(
        file: place.file, line: place.line,
        text: "found \(key) '\(text.prefix(40))', expected a whole day such as 20260817")
    }
    return day
  }

  private static func plain(_ text: String) -> String {
    text.replacing("\\,", with: ",").replacing("\\;", with: ";").replacing("\\n", with: " ").replacing(
      "\\\\", with: "\\")
  }

  /// A line that begins with a space carries on the one before.
  private static func unfolded(_ text: String) -> [(number: Int, line: String)] {
    var lines: [(number: Int, line: String)] = []
    for (number, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if let first = line.first, first == " " || first == "\t", !lines.isEmpty {
        lines[lines.count - 1].line += line.dropFirst()
      } else if !line.isEmpty {
        lines.append((number + 1, String(line)))
      }
    }
    return lines
  }
}
