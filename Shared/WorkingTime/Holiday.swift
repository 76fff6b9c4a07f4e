package import Texts

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
  package static func list(csv: String, file: String) throws(FileProblem) -> [Holiday] {
    let table = try CSVTable(csv, file: file)
    guard table.header == header.split(separator: ",").map(String.init) else {
      throw FileProblem(file, row: 1, found: table.header.joined(separator: ","), expected: "the header \(header)")
    }
    var holidays: [Holiday] = []
    for row in table.rows {
      func wrong(_ text: String) -> FileProblem { FileProblem(file, row: row.line, text) }
      // A line end within quotes is a blank: the file has one line for each day.
      let fields = row.fields.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }
      guard fields.count == 4 else { throw wrong("found \(fields.count) fields, expected 4: \(header)") }
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
}
