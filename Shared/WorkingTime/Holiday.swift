/// A day without work, as it was decreed.
package struct Holiday: Sendable, Hashable, Comparable {
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

  /// - Parameter csv: `date,class,name,source`, where the class is `libur` (holiday) or `cuti` (joint leave).
  package static func list(csv: String, file: String) throws(CalendarError) -> [Holiday] {
    var holidays: [Holiday] = []
    // A Windows line end is one character, and not "\n".
    for (number, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      if number == 0, line != header {
        throw CalendarError(description: "\(file):1:1: found '\(line.prefix(80))', expected the header \(header)")
      }
      guard number > 0, !line.isEmpty else { continue }
      let fields = fields(line)
      guard fields.count == 4, let day = Day(fields[0]), let kind = Class(rawValue: fields[1]), !fields[2].isEmpty
      else {
        throw CalendarError(
          description:
            "\(file):\(number + 1):1: found '\(line.prefix(80))', expected a date, libur or cuti, a name, the decree")
      }
      holidays.append(Holiday(day: day, kind: kind, name: fields[2], source: fields[3]))
    }
    return holidays.sorted()
  }

  private static let header = "date,class,name,source"

  private static func quoted(_ text: String) -> String {
    text.contains { $0 == "," || $0 == "\"" } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  /// RFC 4180 within one line.
  private static func fields(_ line: Substring) -> [String] {
    var fields = [""]
    var isQuoted = false
    var rest = line[...]
    while let character = rest.popFirst() {
      switch character {
      case "\"" where isQuoted && rest.first == "\"":
        rest.removeFirst()
        fields[fields.count - 1].append("\"")
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: fields.append("")
      default: fields[fields.count - 1].append(character)
      }
    }
    return fields
  }
}

/// A file of holidays that cannot be used.
package struct CalendarError: Error, CustomStringConvertible {
  package let description: String
}
