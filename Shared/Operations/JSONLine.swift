import Cases
package import Foundation
package import Texts

/// A line of a file of JSON objects, one a line (JSON Lines), and where it stands.
package struct JSONLine: Sendable {
  package let location: FileLocation
  package let bytes: Data

  package init(location: FileLocation, bytes: Data) {
    self.location = location
    self.bytes = bytes
  }

  /// - Throws: `FileProblem` with the field that is wrong.
  package func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
    do { return try EventCoding.decode(type, from: bytes) } catch let error as DecodingError {
      throw FileProblem(location, error.explanation)
    }
  }

  /// The lines that are not blank. A large file is mapped, not read.
  /// - Parameter path: `-` is standard input.
  package static func read(_ path: String) throws(FileProblem) -> [JSONLine] {
    let isInput = path == "-"
    let file = isInput ? "standard input" : path
    guard
      let data = isInput
        ? FileHandle.standardInput.readDataToEndOfFile()
        : try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    else { throw FileProblem(file, "there is no such file, or it cannot be read") }
    // Some programs begin a file with a mark of its byte order.
    let text = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
    var lines: [JSONLine] = []
    for (number, bytes) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !bytes.allSatisfy({ [0x20, 0x09, 0x0D].contains($0) }) {
      lines.append(JSONLine(location: FileLocation(file, row: number + 1), bytes: bytes))
    }
    return lines
  }
}
