import Contract
import Foundation

/// A file of `KEY=value` lines, read as systemd and Docker read them: lines may end with CRLF, a value may stand in
/// quotes, `export` may stand before the name; blank lines, `#` and `;` lines are passed over. All else is refused.
package struct SettingsFile: Sendable {
  package let path: String
  package private(set) var values: [String: String] = [:]
  /// Where each key stands, from 1.
  private(set) var lines: [String: Int] = [:]

  /// - Throws: `SettingsProblems` with file and line.
  package init(path: String) throws(SettingsProblems) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw SettingsProblems(problems: ["file \(path): there is no such file, or it cannot be read"])
    }
    guard let text = String(data: data, encoding: .utf8) else {
      throw SettingsProblems(problems: ["file \(path): found bytes that are not UTF-8"])
    }
    var problems: [String] = []
    // A CR and LF together are one Character: by scalars they are two.
    for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = String(line).trimmingCharacters(
        in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: "\u{FEFF}")))
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix(";") { continue }
      do throws(Problem) {
        let (key, value) = try Self.parse(line)
        guard lines[key] == nil else { throw Problem(text: "found \(key) a second time") }
        values[key] = value
        lines[key] = index + 1
      } catch {
        problems.append("in \(path), line \(index + 1): \(error.text)")
      }
    }
    if !problems.isEmpty { throw SettingsProblems(problems: problems) }
  }

  private struct Problem: Error { let text: String }

  private static func parse(_ line: String) throws(Problem) -> (key: String, value: String) {
    let bare = line.hasPrefix("export ") ? String(line.dropFirst(7)).trimmingCharacters(in: .whitespaces) : line
    guard let equals = bare.firstIndex(of: "=") else {
      throw Problem(text: "found '\(bare.prefix(40))', expected KEY=value")
    }
    let key = String(bare[..<equals])
    guard key.wholeMatch(of: /[A-Z][A-Z0-9_]*/) != nil else {
      throw Problem(
        text: "found the name '\(key.prefix(40))', expected capital letters, digits and _, and no blank before the =")
    }
    let value = String(bare[bare.index(after: equals)...])
    guard !value.hasPrefix(" "), !value.hasPrefix("\t") else {
      throw Problem(text: "found a blank after the = of \(key), expected the value, or quotes around it")
    }
    return (key, try unquoted(value, key))
  }

  private static func unquoted(_ value: String, _ key: String) throws(Problem) -> String {
    guard let quote = value.first, quote == "\"" || quote == "'" else { return value }
    guard value.count >= 2, value.last == quote else {
      throw Problem(text: "found a quote that is not closed in the value of \(key)")
    }
    let inner = value.dropFirst().dropLast()
    guard !inner.contains(quote) else {
      throw Problem(text: "found a quote inside the quotes of \(key), expected the value without it")
    }
    return String(inner)
  }

  /// One file may serve several services: another one's names are its own affair.
  func isOfAnother(_ key: String, than own: String) -> Bool {
    !key.hasPrefix(own) && Self.prefixes.contains { key.hasPrefix($0) }
  }

  private static let prefixes = ServiceName.allCases.map { $0.rawValue.uppercased() + "_" }
}
