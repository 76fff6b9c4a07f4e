import Cases
import ClassifierCore
import Foundation
import Operations
import Texts

/// Labelled texts from a CSV or JSON Lines file, with any columns and any labels.
enum LabelledFile {
  /// - Throws: `FileProblem` naming the line or the columns there are.
  static func examples(_ path: String, text: String, label: String) throws -> [LabelledText] {
    let isLines = path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
    let examples = isLines ? try lines(path, text, label) : try table(path, text, label)
    guard !examples.isEmpty else { throw FileProblem(path, "found no example") }
    return examples
  }

  private static func table(_ path: String, _ text: String, _ label: String) throws -> [LabelledText] {
    let csv = try CSVTable(try TextFolder.file(path), file: path)
    for column in [text, label] where !csv.header.contains(column) {
      throw FileProblem(
        path, row: 1, "found no column '\(column)', expected one of \(csv.header.joined(separator: ", "))")
    }
    return csv.rows.compactMap { row in
      let (words, found) = (csv.field(text, of: row), csv.field(label, of: row))
      return words.isEmpty || found.isEmpty ? nil : LabelledText(text: words, label: found)
    }
  }

  private static func lines(_ path: String, _ text: String, _ label: String) throws -> [LabelledText] {
    try JSONLine.read(path).map { line in
      let object = try? JSONSerialization.jsonObject(with: line.bytes) as? [String: Any]
      guard let object, let words = value(object, text), let found = value(object, label) else {
        throw FileProblem(
          line.location, "found no texts '\(text)' and '\(label)', expected a JSON object with both")
      }
      return LabelledText(text: words, label: found)
    }
  }

  /// A key, or a path such as `expect.topic`.
  private static func value(_ object: [String: Any], _ path: String) -> String? {
    if let text = object[path] as? String { return text }
    let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
    guard parts.count == 2, let inner = object[parts[0]] as? [String: Any] else { return nil }
    return value(inner, parts[1])
  }

  /// A hash of the examples, in their order.
  static func fingerprint(_ examples: [LabelledText]) -> String {
    Fingerprint.of(examples.lazy.map { "\($0.label)\t\($0.text)\n" }.joined().utf8)
  }
}
