import Cases

/// What is wrong in a file that people write: where, what was found, what was expected.
package struct FileProblem: Error, Hashable, Comparable, CustomStringConvertible {
  package let place: FileLocation
  package let text: String

  package init(_ place: FileLocation, _ text: String) {
    self.place = place
    self.text = text
  }

  package init(_ place: FileLocation, found: String, expected: String) {
    self.init(place, "\(Self.quoted(found)), expected \(expected)")
  }

  /// In a line of a table or of JSON Lines, or in the whole file.
  package init(_ file: String, row: Int? = nil, _ text: String) { self.init(FileLocation(file, row: row), text) }

  package init(_ file: String, row: Int? = nil, found: String, expected: String) {
    self.init(FileLocation(file, row: row), found: found, expected: expected)
  }

  /// A word that is none of those it could be: says which, and which one was meant perhaps.
  package init(_ place: FileLocation, found: String, of known: some Collection<String>, what: String) {
    let near = NearestWord.of(found, among: known).map { "; did you mean '\($0)'?" } ?? ""
    let list = known.count > 40 ? what : "\(what): \(known.sorted().joined(separator: ", "))"
    self.init(place, "\(Self.quoted(found)), expected \(list)\(near)")
  }

  private static func quoted(_ found: String) -> String {
    let remark = OddLetters.remark(in: String(found.prefix(80))).map { " (\($0))" } ?? ""
    return "found '\(found.prefix(80))'\(remark)"
  }

  /// With the line of the file, and a caret under the column.
  /// - Parameter text: the file.
  package func shown(in text: String?) -> String {
    let lines = text?.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) ?? []
    guard let line = place.line, lines.indices.contains(line - 1) else { return description }
    // A long line is cut around the column.
    let column = place.column ?? 1
    let start = max(0, column - 60)
    let part = lines[line - 1].dropFirst(start).prefix(100)
    let before = part.prefix(max(0, column - 1 - start)).map { $0 == "\t" ? "\t" : " " }.joined()
    return "\(description)\n    \(part)\(place.column == nil ? "" : "\n    \(before)^")"
  }

  package var description: String { "\(place): \(text)" }

  package static func < (left: FileProblem, right: FileProblem) -> Bool { left.place < right.place }
}

/// All that is wrong with some files.
package struct FileProblems: Error, CustomStringConvertible {
  package let problems: [FileProblem]

  package init(_ problems: [FileProblem]) { self.problems = problems.sorted() }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
