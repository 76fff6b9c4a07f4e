import Foundation

/// A password, and the file it is in: whoever uses it reads it there again, since it is changed without a restart.
package struct Secret: Sendable {
  package let value: String
  package let file: String?

  init(value: String, file: String?) {
    self.value = value
    self.file = file
  }

  /// - Throws: where the file cannot be read.
  package init(file: String) throws {
    self.init(value: try Self.read(file), file: file)
  }

  /// As it is now; where its file cannot be read, as it was.
  package var current: String { file.flatMap { try? Self.read($0) } ?? value }

  private static func read(_ file: String) throws -> String {
    try String(contentsOfFile: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
