import Cases
import ClassifierCore
import Foundation
import Operations
import SwiftCSV

/// Labelled texts from a CSV or JSON Lines file, with any columns and any labels.
enum LabelledFile {
  /// - Throws: `LabelledFileError` naming the line or the columns there are.
  static func examples(_ path: String, text: String, label: String) throws -> [LabelledText] {
    let content = try TextFolder.file(path)
    let examples =
      path.hasSuffix(".jsonl") || path.hasSuffix(".ndjson")
      ? try lines(content, path, text, label) : try table(content, path, text, label)
    guard !examples.isEmpty else { throw LabelledFileError(description: "\(path): found no example") }
    return examples
  }

  private static func table(_ content: String, _ path: String, _ text: String, _ label: String) throws -> [LabelledText]
  {
    // Some programs begin a file with a mark of its byte order.
    let plain = content.hasPrefix("\u{FEFF}") ? String(content.dropFirst()) : content
    let csv: NamedCSV
    do { csv = try NamedCSV(string: plain) } catch {
      throw LabelledFileError(description: "\(path): not CSV: \(error)")
    }
    for column in [text, label] where !csv.header.contains(column) {
      throw LabelledFileError(
        description: "\(path): found no column '\(column)', expected one of \(csv.header.joined(separator: ", "))")
    }
    return csv.rows.compactMap { row in
      guard let found = row[label], !found.isEmpty, let words = row[text], !words.isEmpty else { return nil }
      return LabelledText(text: words, label: found)
    }
  }

  private static func lines(_ content: String, _ path: String, _ text: String, _ label: String) throws -> [LabelledText]
  {
    var examples: [LabelledText] = []
    for (number, line) in content.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    where !line.isEmpty {
      let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let object, let words = value(object, text), let found = value(object, label) else {
        throw LabelledFileError(
          description:
            "\(path):\(number + 1): found no texts '\(text)' and '\(label)', expected a JSON object with both")
      }
      examples.append(LabelledText(text: words, label: found))
    }
    return examples
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

/// A file of labelled texts that cannot be used.
struct LabelledFileError: Error, CustomStringConvertible {
  let description: String
}
