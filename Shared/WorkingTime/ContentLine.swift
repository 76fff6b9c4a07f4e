import Texts

/// A line of an iCalendar file (RFC 5545, 3.1), folds undone.
struct ContentLine {
  /// Of its first line in the file, from 1.
  let number: Int
  let name: String
  /// Such as `VALUE=DATE`; quotes are off, names in capitals.
  let parameters: [String: String]
  let value: String

  /// Reads all lines that say anything. A fold may stand within a character: bytes are joined before they are read.
  static func list(_ bytes: some Sequence<UInt8>, file: String) throws(FileProblem) -> [ContentLine] {
    var lines: [ContentLine] = []
    for (number, bytes) in unfolded(bytes) {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw FileProblem(file, row: number, "found bytes that are not UTF-8")
      }
      guard text.contains(where: { !$0.isWhitespace }) else { continue }
      guard let line = ContentLine(number: number, text) else {
        throw FileProblem(
          file, row: number, "found '\(text.prefix(40))', expected a line such as SUMMARY:Hari Raya Natal")
      }
      lines.append(line)
    }
    return lines
  }

  /// What begins with a blank carries on the line before.
  private static func unfolded(_ bytes: some Sequence<UInt8>) -> [(number: Int, bytes: [UInt8])] {
    var lines: [(number: Int, bytes: [UInt8])] = []
    var all = Array(bytes)
    if all.starts(with: [0xEF, 0xBB, 0xBF]) { all.removeFirst(3) }
    for (number, line) in split(all).enumerated() {
      if let first = line.first, first == 0x20 || first == 0x09, !lines.isEmpty {
        lines[lines.count - 1].bytes += line.dropFirst()
      } else {
        lines.append((number + 1, Array(line)))
      }
    }
    return lines
  }

  /// At CR LF, LF or CR.
  private static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      guard byte == 0x0A || byte == 0x0D else { continue }
      lines.append(bytes[start..<position - 1])
      if byte == 0x0D, position < bytes.count, bytes[position] == 0x0A { position += 1 }
      start = position
    }
    lines.append(bytes[start...])
    return lines
  }

  /// Colons and semicolons within quotes are a parameter's own.
  private init?(number: Int, _ text: String) {
    var heads: [Substring] = []
    var isQuoted = false
    var start = text.startIndex
    var value: String?
    for position in text.indices {
      switch text[position] {
      case "\"": isQuoted.toggle()
      case ":" where !isQuoted, ";" where !isQuoted:
        heads.append(text[start..<position])
        start = text.index(after: position)
        if text[position] == ":" { value = String(text[start...]) }
      default: break
      }
      if value != nil { break }
    }
    guard let value, let name = heads.first, !name.isEmpty else { return nil }
    self.number = number
    self.name = name.uppercased()
    self.value = value
    let pairs = heads.dropFirst().map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
    parameters = Dictionary(pairs.map { ($0[0].uppercased(), String(($0.last ?? "").filter { $0 != "\"" })) }) {
      first, _ in first
    }
  }
}

extension ContentLine {
  /// The value as text: `\,` is a comma, `\n` a line's end.
  var plain: String {
    var text = ""
    var isEscaped = false
    for character in value {
      switch (isEscaped, character) {
      case (false, "\\"): isEscaped = true
      case (true, "n"), (true, "N"):
        text.append(" ")
        isEscaped = false
      default:
        text.append(character)
        isEscaped = false
      }
    }
    return text
  }

  func wrong(_ expected: String, in file: String) -> FileProblem {
    FileProblem(file, row: number, "found \(name) '\(value.prefix(40))', expected \(expected)")
  }
}
