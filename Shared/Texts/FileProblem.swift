/// What is wrong in a file that people write: where, what was found, what was expected.
package struct FileProblem: Error, Hashable, Comparable, CustomStringConvertible {
  package let place: FileLocation
  package let text: String

  package init(_ place: FileLocation, _ text: String) {
    self.place = place
    self.text = text
  }

  package init(_ place: FileLocation, found: String, expected: String) {
    self.init(place, "found '\(found.prefix(80))', expected \(expected)")
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
    self.init(place, "found '\(found.prefix(80))', expected \(list)\(near)")
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
