import Texts

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

  /// A word that is none of those it could be: says which, and which one was meant perhaps.
  package init(_ place: FileLocation, found: String, of known: some Collection<String>, what: String) {
    let near = NearestWord.of(found, among: known).map { "; did you mean '\($0)'?" } ?? ""
    let list = known.count > 40 ? what : "\(what): \(known.sorted().joined(separator: ", "))"
    self.init(place, "found '\(found.prefix(80))', expected \(list)\(near)")
  }

  package var description: String { "\(place): \(text)" }

  package static func < (left: FileProblem, right: FileProblem) -> Bool { left.place < right.place }
}

/// A place in a file; lines and columns count from 1.
package struct FileLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let column: Int

  package init(file: String, line: Int = 1, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  package var description: String { "\(file):\(line):\(column)" }

  package static func < (left: FileLocation, right: FileLocation) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

/// All that is wrong with some files.
package struct FileProblems: Error, CustomStringConvertible {
  package let problems: [FileProblem]

  package init(_ problems: [FileProblem]) { self.problems = problems.sorted() }

  package var description: String { problems.map(\.description).joined(separator: "\n") }
}
