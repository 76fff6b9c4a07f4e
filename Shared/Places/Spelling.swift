import Texts

/// Names within one slip of the pen: a letter too many, too few, another one, or two swapped.
struct Spelling: Sendable {
  /// Shorter words have too many neighbours.
  private static let shortest = 5
  /// By the hash of a name without one of its letters, and of the name itself: the names.
  private var names: [UInt64: [[UInt8]]] = [:]
  /// Of the longest name: a longer word is none, and to look would take a time that grows with the square of its length.
  private var longest = 0

  mutating func add(_ name: WordList) {
    let letters = Self.letters(name, name.indices)
    guard letters.count >= Self.shortest else { return }
    longest = max(longest, letters.count)
    for key in Self.keys(letters) where names[key]?.contains(letters) != true {
      names[key, default: []].append(letters)
    }
  }

  /// The name that was meant: its phrase hash and its letters; nil where there is none or several.
  /// - Parameter isKnown: whether the word is one that others write too: then only another letter is a slip.
  func name(for words: WordList, _ range: Range<Int>, isKnown: Bool) -> (phrase: UInt64, text: String)? {
    let bytes = words.range(range.upperBound - 1).upperBound - words.range(range.lowerBound).lowerBound
    guard (Self.shortest...longest + 1).contains(bytes + range.count - 1) else { return nil }
    let letters = Self.letters(words, range)
    var found: Set<[UInt8]> = []
    for key in Self.keys(letters) {
      for name in names[key] ?? [] where Self.isNear(name, letters) && (!isKnown || name.count == letters.count) {
        found.insert(name)
      }
    }
    guard found.count == 1, let name = found.first else { return nil }
    let hashes = name.split(separator: 0x20).map { WordHash.of($0) }
    return (WordHash.phrase(hashes), String(decoding: name, as: UTF8.self))
  }

  private static func letters(_ words: WordList, _ range: Range<Int>) -> [UInt8] {
    Array(range.map { words.bytes[words.range($0)] }.joined(separator: [0x20]))
  }

  private static func keys(_ letters: [UInt8]) -> [UInt64] {
    [WordHash.of(letters)] + letters.indices.map { WordHash.of(letters, without: $0) }
  }

  /// Whether one edit leads from one to the other. The first letter is seldom the wrong one.
  private static func isNear(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard abs(left.count - right.count) <= 1, left.first == right.first else { return false }
    let start = zip(left, right).prefix { $0 == $1 }.count
    let (a, b) = (left[start...], right[start...])
    if a.isEmpty || b.isEmpty { return true }
    if a.count == b.count {
      if a.dropFirst().elementsEqual(b.dropFirst()) { return true }
      return a.count >= 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
        && a.dropFirst(2).elementsEqual(b.dropFirst(2))
    }
    return a.count > b.count ? a.dropFirst().elementsEqual(b) : a.elementsEqual(b.dropFirst())
  }
}
