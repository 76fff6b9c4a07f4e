/// A day without work, as it was decreed.
package struct Holiday: Sendable, Hashable, Comparable {
  /// Whether it is a national holiday or joint leave: nobody works on either.
  package enum Class: String, Sendable, CaseIterable {
    case national = "libur"
    case jointLeave = "cuti"
  }

  package let day: Day
  package let kind: Class
  package let name: String
  /// The decree.
  package let source: String

  package init(day: Day, kind: Class, name: String, source: String) {
    self.day = day
    self.kind = kind
    self.name = name
    self.source = source
  }

  package static func < (left: Holiday, right: Holiday) -> Bool {
    (left.day, left.kind.rawValue, left.name) < (right.day, right.kind.rawValue, right.name)
  }
}

extension Holiday {
  /// As the file of holidays keeps them.
  package static func csv(_ holidays: [Holiday]) -> String {
    header + "\n"
      + holidays.sorted().map { "\($0.day),\($0.kind.rawValue),\(quoted($0.name)),\(quoted($0.source))\n" }.joined()
  }

  /// - Parameter csv: `date,class,name,source`, where the class is `libur` (holiday) or `cuti` (joint leave);
  ///   semicolons do as well, if the header has them.
  package static func list(csv: String, file: String) throws(CalendarError) -> [Holiday] {
    var holidays: [Holiday] = []
    let separator: Character = csv.hasPrefix(header.replacing(",", with: ";")) ? ";" : ","
    // A Windows line end is one character, and not "\n".
    for (number, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if number == 0, line.replacing(String(separator), with: ",") != header {
        throw CalendarError(file: file, line: 1, text: "found '\(line.prefix(80))', expected the header \(header)")
      }
      guard number > 0, !line.isEmpty else { continue }
      func wrong(_ text: String) -> CalendarError { CalendarError(file: file, line: number + 1, text: text) }
      guard let fields = fields(line, separator) else {
        throw wrong("found a quote that its line does not close, expected each day in one line")
      }
      guard fields.count == 4 else {
        throw wrong("found \(fields.count) fields, expected 4: \(header)")
      }
      guard let day = Day(fields[0]) else {
        throw wrong("found date '\(fields[0].prefix(40))', expected a day such as 2026-08-17")
      }
      guard let kind = Class(rawValue: fields[1]), !fields[2].isEmpty else {
        throw wrong(
          "found class '\(fields[1].prefix(40))' and name '\(fields[2].prefix(40))', expected libur or cuti, and a name"
        )
      }
      holidays.append(Holiday(day: day, kind: kind, name: fields[2], source: fields[3]))
    }
    return holidays.sorted()
  }

  private static let header = "date,class,name,source"

  private static func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  /// RFC 4180 within one line; nil where a quote stays open.
  private static func fields(_ line: Substring, _ separator: Character) -> [String]? {
    var fields = [""]
    var isQuoted = false
    var rest = line[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        fields[fields.count - 1].append("\"")
      case "\"": isQuoted.toggle()
      case separator where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return isQuoted ? nil : fields
  }
}

/// A file of holidays that cannot be used.
package struct CalendarError: Error, CustomStringConvertible {
  package let file: String
  /// From 1.
  package let line: Int
  package let text: String
  package var description: String { "\(file):\(line):1: \(text)" }
}
