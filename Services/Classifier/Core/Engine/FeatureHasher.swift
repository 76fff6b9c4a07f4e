import Texts

/// Turns words into numbers of features: words, pairs of words, stems, and the letters of words, each hashed.
package struct FeatureHasher: Sendable {
  /// Two to the 20th: enough that two features seldom share a number.
  static let buckets = 1 << 20
  private static let lengths = 2...5

  package init() {}

  /// A feature where it stands in a text.
  struct Occurrence {
    let feature: UInt32
    /// The word it comes from; of a pair the second.
    let word: Int32
    /// Words and letters are weighted apart, since each of the two is weighted as a whole.
    let isLetters: Bool
  }

  func occurrences(_ words: WordList) -> [Occurrence] {
    var found: [Occurrence] = []
    found.reserveCapacity(words.bytes.count * 4 + words.count * 3)
    var scratch: [UInt8] = []
    for word in words.indices {
      let hash = words.hashes[word]
      func add(_ mixed: UInt64) {
        found.append(Occurrence(feature: Self.spread(mixed), word: Int32(word), isLetters: false))
      }
      found.append(Occurrence(feature: Self.feature(ofWord: hash), word: Int32(word), isLetters: false))
      if word > 0 { add(WordHash.extend(WordHash.extend(2, by: words.hashes[word - 1]), by: hash)) }
      scratch.removeAll(keepingCapacity: true)
      scratch.append(contentsOf: words.bytes[words.range(word)])
      Stemmer.stem(&scratch)
      add(WordHash.extend(3, by: WordHash.of(scratch)))
      scratch.removeAll(keepingCapacity: true)
      scratch.append(0x20)
      scratch.append(contentsOf: words.bytes[words.range(word)])
      scratch.append(0x20)
      addLetters(scratch, word, to: &found)
    }
    return found
  }

  static func feature(ofWord hash: UInt64) -> UInt32 { spread(WordHash.extend(1, by: hash)) }

  /// Runs of letters within a word, its ends marked by spaces.
  private func addLetters(_ bytes: [UInt8], _ word: Int, to found: inout [Occurrence]) {
    bytes.withUnsafeBufferPointer { bytes in
      for start in 0..<bytes.count - 1 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for offset in 0..<min(Self.lengths.upperBound, bytes.count - start) {
          hash = (hash ^ UInt64(bytes[start + offset])) &* 0x100_0000_01b3
          guard offset + 1 >= Self.lengths.lowerBound else { continue }
          found.append(Occurrence(feature: Self.spread(hash), word: Int32(word), isLetters: true))
        }
      }
    }
  }

  /// All bits of a hash have a say in the lower ones.
  private static func spread(_ hash: UInt64) -> UInt32 {
    var mixed = hash ^ (hash >> 33)
    mixed = mixed &* 0xff51_afd7_ed55_8ccd
    return UInt32(truncatingIfNeeded: mixed ^ (mixed >> 32)) & UInt32(buckets - 1)
  }
}
