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
