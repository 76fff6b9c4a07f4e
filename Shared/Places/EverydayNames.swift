import Texts

/// Names of kecamatan that are everyday words too; see everyday.txt.
struct EverydayNames: Sendable {
  private let phrases: Set<UInt64>

  static let shipped = EverydayNames(text: String(decoding: PackageResources.everyday_txt, as: UTF8.self))

  init(text: String) {
    phrases = Set(
      text.split(whereSeparator: \.isNewline).map { line in
        let words = TextTokens.words(String(line))
        return words.phrase(words.indices)
      })
  }

  func contains(_ words: WordList, _ range: Range<Int>) -> Bool { phrases.contains(words.phrase(range)) }
}
