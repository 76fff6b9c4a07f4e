import Places
import Texts

/// How well words are known, by how many of some texts have them: a word in four of a thousand texts is no name of one place.
struct WordFamiliarity {
  private var texts: [UInt64: Int] = [:]
  private let all: Int

  init(_ texts: [WordList]) {
    all = texts.count
    for text in texts { for word in Set(text.hashes) { self.texts[word, default: 0] += 1 } }
  }

  subscript(word: UInt64) -> PlaceFinder.Familiarity {
    guard let count = texts[word], count > 1 else { return .unknown }
    return Vocabulary.rarity(of: count, in: all) < Self.rarityOfNames ? .frequent : .known
  }

  fileprivate static let rarityOfNames: Float = 1 + 5.5
}

extension LinearModel {
  /// The same, by the texts that the model was made from.
  func familiarity(ofWord word: UInt64) -> PlaceFinder.Familiarity {
    let column = vocabulary.columns[Int(FeatureHasher.feature(ofWord: word))]
    guard column >= 0 else { return .unknown }
    return vocabulary.rarity[Int(column)] < WordFamiliarity.rarityOfNames ? .frequent : .known
  }
}
