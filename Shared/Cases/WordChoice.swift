/// A closed list of words, written in JSON as the words themselves.
package protocol WordChoice: Codable, Sendable, CaseIterable, RawRepresentable, SchemaDescribed
where RawValue == String {}

extension WordChoice {
  package init(from decoder: any Decoder) throws { self = try Self.listed(from: decoder) }

  fileprivate static func listed(from decoder: any Decoder) throws -> Self {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let word = Self(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found '\(text.prefix(80))', expected one of \(choices)")
    }
    return word
  }

  package static var schema: JSONValue {
    ["type": "string", "enum": .list(allCases.map { .text($0.rawValue) })]
  }

  package static var schemaSample: Self { allCases.first! }

  /// The words, for error messages: `terbuka, rahasia, anonim`.
  package static var choices: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

/// A list of words that grows. What people and files say is read with `init(rawValue:)`, which knows the listed words
/// only; in an event a later version's word is kept as it came and passed on: each service is upgraded alone.
package protocol OpenWordChoice: WordChoice, Hashable where AllCases == [Self] {
  init(unlisted word: String)
}

extension OpenWordChoice {
  package init?(rawValue: String) {
    guard let word = Self.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = word
  }

  /// - Throws: `DecodingError` for what is no word at all.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let isWord =
      (1...60).contains(text.utf8.count)
      && text.utf8.allSatisfy { $0.isLowercaseLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
    guard isWord else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found '\(text.prefix(80))', expected a word such as \(Self.choices)")
    }
    self.init(unlisted: text)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  package var isListed: Bool { Self.allCases.contains(self) }

  package static var schema: JSONValue {
    [
      "type": "string",
      "anyOf": [["enum": .list(allCases.map { .text($0.rawValue) })], ["pattern": "^[a-z0-9_]{1,60}$"]],
      "description": "One of these words, or a later version's: pass that over.",
    ]
  }
}

/// A word of the list, where no other may stand: in what units send.
package struct Listed<Choice: WordChoice>: Codable, Sendable, SchemaDescribed {
  package var word: Choice

  package init(_ word: Choice) { self.word = word }

  package init(from decoder: any Decoder) throws { word = try Choice.listed(from: decoder) }

  package func encode(to encoder: any Encoder) throws { try word.encode(to: encoder) }

  package static var schema: JSONValue {
    ["type": "string", "enum": .list(Choice.allCases.map { .text($0.rawValue) })]
  }

  package static var schemaSample: Listed { Listed(Choice.schemaSample) }
}

extension Listed: Equatable where Choice: Equatable {}
