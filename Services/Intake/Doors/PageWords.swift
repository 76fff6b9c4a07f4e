import Cases
import Foundation
import Operations
import StrictYAML
import Texts

/// What the pages say in one language: the shipped words, and in their place those that an operator has written.
struct PageWords: Sendable {
  let language: Language
  private(set) var texts: [String: String]

  static func fileName(_ language: Language) -> String { "words.\(language.rawValue).yaml" }

  /// - Parameters:
  ///   - folder: the operator's, with files of the shipped names; empty for none.
  ///   - constants: what stands in braces and is the same on every page.
  /// - Throws: `FileProblem` or `FileProblems`.
  static func all(_ folder: String, constants: [String: String]) throws -> [Language: PageWords] {
    let languages = Language.allCases
    let own =
      folder.isEmpty ? [:] : try TextFolder.read(folder) { name in languages.contains { fileName($0) == name } }
    return Dictionary(
      uniqueKeysWithValues: try languages.map { language in
        let shipped = language == .english ? PackageResources.words_en_yaml : PackageResources.words_id_yaml
        var texts = try read(String(decoding: shipped, as: UTF8.self), file: fileName(language), known: nil)
        if let text = own[fileName(language)] {
          let path = "\(folder)/\(fileName(language))"
          texts.merge(try read(text, file: path, known: texts.keys.sorted())) { $1 }
        }
        return (language, PageWords(language: language, texts: texts.mapValues { fill($0, constants) }))
      })
  }

  private static func read(_ yaml: String, file: String, known: [String]?) throws(FileProblems) -> [String: String] {
    try YAMLFile.read(yaml, file: file) { (top, _) throws(FileProblem) in
      let fields = if let known { try top.fields(known) } else { try top.anyFields() }
      var texts: [String: String] = [:]
      for (key, value) in fields.entries { texts[key.text] = try value.text() }
      return texts
    }
  }

  subscript(key: String) -> String { texts[key] ?? "" }

  /// The words with what stands in braces filled in.
  func filled(_ key: String, _ values: [String: String]) -> String { Self.fill(self[key], values) }

  private static func fill(_ text: String, _ values: [String: String]) -> String {
    guard text.contains("{") else { return text }
    return values.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
  }

  private var locale: Locale { Locale(identifier: language == .english ? "en_GB" : "id_ID") }

  func time(_ date: Date) -> String { format(date, .shortened) + " WIB" }

  func day(_ date: Date) -> String { format(date, .omitted) }

  private func format(_ date: Date, _ time: Date.FormatStyle.TimeStyle) -> String {
    var style = Date.FormatStyle(date: .long, time: time, locale: locale)
    style.timeZone = TimeZone(secondsFromGMT: 7 * 3600) ?? .gmt
    return date.formatted(style)
  }
}
