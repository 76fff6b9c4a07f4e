/// A place in a file, as exact as it is known; lines and columns count from 1.
package struct FileLocation: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let file: String
  package let line: Int?
  package let column: Int?

  package init(file: String, line: Int = 1, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// A line of a table or of JSON Lines, or the whole file.
  package init(_ file: String, row: Int? = nil) {
    self.file = file
    line = row
    column = nil
  }

  package var description: String {
    ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
  }

  package static func < (left: FileLocation, right: FileLocation) -> Bool {
    (left.file, left.line ?? 0, left.column ?? 0) < (right.file, right.line ?? 0, right.column ?? 0)
  }
}
