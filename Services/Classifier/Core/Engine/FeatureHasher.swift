/// Turns a text into numbers of features: words, pairs of words, stems, and the letters of words, each hashed.
package struct FeatureHasher: Sendable {
  /// Two to the 20th: enough that two features seldom share a number.
  static let buckets = 1 << 20
  private static let lengths = 2...5
  private let normalizer: TextNormalizer

  package init(normalizer: TextNormalizer = .shipped) { self.normalizer = normalizer }

  /// How often each feature occurs; words and letters apart, since each of the two is weighted as a whole.
  package struct Counts: Sendable {
    package var words: [(feature: UInt32, count: Int)]
    package var letters: [(feature: UInt32, count: Int)]
  }

  package func counts(_ text: String) -> Counts {
    let words = normalizer.words(text)
    var wordFeatures: [UInt32] = []
    var letterFeatures: [UInt32] = []
    var previous: String?
    for word in words {
      wordFeatures.append(Self.hash("w", word))
      if let previous { wordFeatures.append(Self.hash("p", previous, word)) }
      let stem = Stemmer.stem(word)
      wordFeatures.append(Self.hash("s", stem))
      previous = word
      addLetters(of: word, to: &letterFeatures)
    }
    return Counts(words: Self.counted(&wordFeatures), letters: Self.counted(&letterFeatures))
  }

  /// Runs of letters within a word, its ends marked by spaces.
  private func addLetters(of word: String, to features: inout [UInt32]) {
    let bytes = [0x20] + Array(word.utf8) + [0x20]
    for length in Self.lengths where bytes.count >= length {
      for start in 0...(bytes.count - length) {
        var hash = Self.start ^ UInt32(length)
        for index in start..<start + length { hash = (hash ^ UInt32(bytes[index])) &* Self.prime }
        features.append(Self.spread(hash))
      }
    }
  }

  private static let start: UInt32 = 2_166_136_261
  private static let prime: UInt32 = 16_777_619

  /// FNV-1a, mixed so that the lower bits are as good as the upper.
  private static func hash(_ parts: String...) -> UInt32 {
    var hash = start
    for part in parts {
      for byte in part.utf8 { hash = (hash ^ UInt32(byte)) &* prime }
      hash = (hash ^ 0x1F) &* prime
    }
    return spread(hash)
  }

  private static func spread(_ hash: UInt32) -> UInt32 {
    var mixed = hash
    mixed = (mixed ^ (mixed >> 16)) &* 0x85EB_CA6B
    mixed = (mixed ^ (mixed >> 13)) &* 0xC2B2_AE35
    return (mixed ^ (mixed >> 16)) & UInt32(buckets - 1)
  }

  private static func counted(_ features: inout [UInt32]) -> [(feature: UInt32, count: Int)] {
    features.sort()
    var counts: [(feature: UInt32, count: Int)] = []
    for feature in features {
      if counts.last?.feature == feature {
        counts[counts.count - 1].count += 1
      } else {
        counts.append((feature, 1))
      }
    }
    return counts
  }
}
