/// Words and phrases as numbers. Two different ones share a number once in some 10^19 times: nobody's case depends
/// on that.
package enum WordHash {
  /// Of FNV-1a: what a hash begins with.
  package static let start: UInt64 = 0xcbf2_9ce4_8422_2325

  /// FNV-1a's step: a hash with one byte more.
  @inline(__always) static func step(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01b3
  }

  package static func of(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { $0.reduce(start, step) }
  }

  /// The hash of a word without one of its letters.
  package static func of(_ bytes: [UInt8], without index: Int) -> UInt64 {
    bytes.withUnsafeBufferPointer { bytes in
      var hash = start
      for (place, byte) in bytes.enumerated() where place != index { hash = step(hash, byte) }
      return hash
    }
  }

  package static func of(_ bytes: [UInt8]) -> UInt64 { of(bytes[...]) }

  package static func of(_ word: String) -> UInt64 { of(Array(word.utf8)) }

  /// - Parameter words: with blanks between them.
  package static func set(of words: String) -> Set<UInt64> { Set(words.split(separator: " ").map { of(String($0)) }) }

  package static func phrase(_ words: [UInt64]) -> UInt64 { phrase(words[...]) }

  package static func phrase(_ words: ArraySlice<UInt64>) -> UInt64 {
    var hash: UInt64 = 0
    for word in words { hash = extend(hash, by: word) }
    return hash
  }

  /// A phrase with one more word.
  package static func extend(_ phrase: UInt64, by word: UInt64) -> UInt64 {
    let mixed = (phrase ^ word) &* 0x9e37_79b9_7f4a_7c15
    return mixed ^ (mixed >> 29)
  }
}
