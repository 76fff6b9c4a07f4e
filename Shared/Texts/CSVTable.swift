/// A table of comma-separated values with a header (RFC 4180); semicolons or tabs do as well, if the header has them.
package struct CSVTable: Sendable {
  /// A row by its columns, and the line in which it begins.
  package struct Row: Sendable, Equatable {
    /// Where it begins in the file, from 1: quoted fields may hold line ends.
    package let line: Int
    package let fields: [String]
  }

  package let header: [String]
  package let rows: [Row]

  /// - Throws: `FileProblem` naming the line.
  package init(_ text: String, file: String) throws(FileProblem) {
    var reader = CSVReader(text, file: file)
    var rows: [Row] = []
    while let row = try reader.next() {
      if row.fields.count > 1 || !row.fields[0].allSatisfy(\.isWhitespace) { rows.append(row) }
    }
    guard let first = rows.first else { throw FileProblem(file, row: 1, "found nothing, expected a header") }
    header = first.fields.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    for row in rows.dropFirst() where row.fields.count > header.count {
      throw FileProblem(
        file, row: row.line, "found \(row.fields.count) fields, expected the header's \(header.count)")
    }
    self.rows = Array(rows.dropFirst())
  }

  /// Empty where the row has no such column.
  package func field(_ column: String, of row: Row) -> String {
    guard let position = header.firstIndex(of: column), position < row.fields.count else { return "" }
    return row.fields[position]
  }
}

private struct CSVReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private let file: String
  private var position = 0
  private var line = 1

  private static let (quote, newline, carriageReturn) = (UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"))

  init(_ text: String, file: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    let header = bytes.prefix { $0 != Self.newline && $0 != Self.carriageReturn }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    separator = candidates.max { left, right in header.count { $0 == left } < header.count { $0 == right } } ?? 0x2C
    self.bytes = bytes
    self.file = file
  }

  mutating func next() throws(FileProblem) -> CSVTable.Row? {
    guard position < bytes.count else { return nil }
    let start = line
    var fields = [try field()]
    while position < bytes.count, bytes[position] == separator {
      position += 1
      fields.append(try field())
    }
    takeLineEnd()
    return CSVTable.Row(line: start, fields: fields)
  }

  private mutating func field() throws(FileProblem) -> String {
    var value: [UInt8] = []
    if position < bytes.count, bytes[position] == Self.quote { try takeQuoted(&value) }
    while position < bytes.count, ![separator, Self.newline, Self.carriageReturn].contains(bytes[position]) {
      value.append(bytes[position])
      position += 1
    }
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func takeQuoted(_ value: inout [UInt8]) throws(FileProblem) {
    let start = line
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == Self.quote {
        guard position < bytes.count, bytes[position] == Self.quote else { return }
        position += 1
      }
      if byte == Self.newline { line += 1 }
      value.append(byte)
    }
    throw FileProblem(file, row: start, "found a quote that nothing closes, expected another")
  }

  private mutating func takeLineEnd() {
    guard position < bytes.count else { return }
    if bytes[position] == Self.carriageReturn { position += 1 }
    if position < bytes.count, bytes[position] == Self.newline { position += 1 }
    line += 1
  }
}
