import Texts

/// Countries and towns abroad, which no place of the country is meant by; see foreign.txt.
struct ForeignNames: Sendable {
  private let phrases: Set<UInt64>
  private static let mostWords = 3

  static let shipped = ForeignNames(text: String(decoding: PackageResources.foreign_txt, as: UTF8.self))

  init(text: String) {
    phrases = Set(
      text.split(whereSeparator: \.isNewline).map { line in
        let words = TextTokens.words(String(line))
        return words.phrase(words.indices)
      })
  }

  /// How many words of one stand here; 0 for none.
  func length(in words: WordList, at position: Int) -> Int {
    stride(from: min(Self.mostWords, words.count - position), to: 0, by: -1).first {
      phrases.contains(words.phrase(position..<position + $0))
    } ?? 0
  }
}
