import Texts

/// Countries and towns abroad, which no place of the country is meant by; see foreign.txt.
struct ForeignNames: Sendable {
  private let phrases: Set<UInt64>
  /// The first words: most words begin none.
  private var first = HashTable()
  private static let mostWords = 3

  static let shipped = ForeignNames(text: String(decoding: PackageResources.foreign_txt, as: UTF8.self))

  init(text: String) {
    let names = text.split(whereSeparator: \.isNewline).map { TextTokens.words(String($0)) }.filter { !$0.isEmpty }
    phrases = Set(names.map { $0.phrase($0.indices) })
    for name in names { first[name.hashes[0]] = 1 }
  }

  /// How many words of one stand here; 0 for none.
  func length(in words: WordList, at position: Int) -> Int {
    guard first[words.hashes[position]] != nil else { return 0 }
    return stride(from: min(Self.mostWords, words.count - position), to: 0, by: -1).first {
      phrases.contains(words.phrase(position..<position + $0))
    } ?? 0
  }
}
