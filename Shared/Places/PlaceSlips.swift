import Texts

/// Names with a slip of the pen in them.
extension PlaceFinder {
  /// A word after `di` or `kota` that is nearly the name of a kabupaten, kota or province.
  func misspelled(
    _ words: WordList, _ position: Int, _ title: Cues.Roles, isKnown: Bool
  ) -> Mention? {
    // A cooperative is often called by its town: "KSP Surbaya". Others' names are words that somebody else has used.
    let isOfCooperative = title.contains(.cooperative) && !isKnown
    guard isOfCooperative || !title.isDisjoint(with: [.announces, .toward, .province, .regency, .city]) else {
      return nil
    }
    for length in [4, 3, 2, 1] where position + length <= words.count {
      if let slip = slip(words, position..<position + length, title, isKnown: isKnown) { return slip }
    }
    return nil
  }

  private func slip(_ words: WordList, _ range: Range<Int>, _ title: Cues.Roles, isKnown: Bool) -> Mention? {
    guard let meant = gazetteer.spelling.name(for: words, range, isKnown: isKnown) else { return nil }
    let entries = gazetteer.names[meant.phrase]
    let candidates = NameChoice(title: title, isEveryday: false, familiarity: .unknown).candidates(entries)
    guard !candidates.isEmpty else { return nil }
    var mention = mention(words, range, candidates, entries, title)
    mention.correction = meant.text
    return mention
  }

  /// Whether what stands behind a name is no word of its own, or turns an unusual one into another: "Kuta Barat".
  private func mayBelong(
    _ name: Range<Int>, _ whole: Range<Int>, _ words: WordList, _ familiarity: (UInt64) -> Familiarity
  ) -> Bool {
    let behind = name.upperBound..<whole.upperBound
    if behind.contains(where: { familiarity(words.hashes[$0]) < .frequent }) { return true }
    return behind.allSatisfy { Self.directions.contains(words.hashes[$0]) }
      && name.contains { familiarity(words.hashes[$0]) < .frequent }
  }

  /// "Tangerang Sleatan", "Mura Enim": a name and a word that nobody knows are a longer name with a slip in it.
  func slipInLonger(
    _ range: Range<Int>, _ words: WordList, _ title: Cues.Roles, _ familiarity: (UInt64) -> Familiarity
  ) -> Mention? {
    guard !title.isDisjoint(with: Cues.Roles.titles.union(.cooperative)) else { return nil }
    for more in [2, 1] {
      let whole = range.lowerBound..<range.upperBound + more
      guard whole.upperBound <= words.count,
        !(range.upperBound - 1..<whole.upperBound - 1).contains(where: { words.mark(after: $0) != .none }),
        mayBelong(range, whole, words, familiarity)
      else { continue }
      if let slip = slip(words, whole, title, isKnown: false), slip.words.count > range.count { return slip }
    }
    return nil
  }
}
