import Places

extension LinearModel {
  /// How well a word is known, by how many of the texts have it that the model was made from.
  func familiarity(ofWord word: UInt64) -> PlaceFinder.Familiarity {
    let column = vocabulary.columns[Int(FeatureHasher.feature(ofWord: word))]
    guard column >= 0 else { return .unknown }
    return vocabulary.rarity[Int(column)] < Self.rarityOfNames ? .frequent : .known
  }

  /// A word in four of a thousand texts is no name of one place.
  private static let rarityOfNames: Float = 1 + 5.5
}
