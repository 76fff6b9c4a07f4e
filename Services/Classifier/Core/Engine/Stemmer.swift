/// Takes Indonesian clitics and affixes off, so that "menyimpankan", "simpanannya" and "disimpan" meet. It knows no
/// dictionary: what it gives is a feature, not a word.
package enum Stemmer {
  private static let endings = ["lah", "kah", "pun", "nya", "ku", "mu"].map { Array($0.utf8) }
  private static let shortest = 4

  package static func stem(_ word: String) -> String {
    var letters = Array(word.utf8)
    stem(&letters)
    return String(decoding: letters, as: UTF8.self)
  }

  /// - Parameter letters: a word, which becomes its stem.
  static func stem(_ letters: inout [UInt8]) {
    guard letters.count > shortest, letters.allSatisfy({ (0x61...0x7A).contains($0) }) else { return }
    for _ in 0..<2 {
      guard let ending = endings.first(where: { ends(letters, $0) }) else { break }
      letters.removeLast(ending.count)
    }
    dropSuffixes(&letters)
    for _ in 0..<2 where !dropPrefix(&letters) { break }
  }

  /// "-an" and "-kan", twice at most, or "-i". Roots that end so themselves ("simpan") lose it in all their forms.
  private static func dropSuffixes(_ letters: inout [UInt8]) {
    if ends(letters, [UInt8(ascii: "i")]) { letters.removeLast() }
    for _ in 0..<2 where ends(letters, [UInt8(ascii: "a"), UInt8(ascii: "n")]) {
      letters.removeLast(2)
      // No root ends in a consonant and k, so the k was of "-kan"; in "penarikan" it is the root's.
      let isOfSuffix = letters.last == UInt8(ascii: "k") && !isVowel(letters[letters.count - 2])
      if isOfSuffix, letters.count > shortest { letters.removeLast() }
    }
  }

  /// A prefix, and the letter that a root loses to it: "menyimpan" is from "simpan", "memakai" from "pakai".
  private struct Prefix {
    let text: [UInt8]
    let restored: UInt8?
    /// Whether it is this prefix only before a vowel.
    let needsVowel: Bool

    init(_ text: String, _ restored: Character? = nil, needsVowel: Bool = false) {
      self.text = Array(text.utf8)
      self.restored = restored?.asciiValue
      self.needsVowel = needsVowel
    }
  }

  private static let prefixes = [
    Prefix("meny", "s", needsVowel: true), Prefix("peny", "s", needsVowel: true), Prefix("meng"), Prefix("peng"),
    Prefix("mem", "p"), Prefix("pem", "p"), Prefix("men", "t"), Prefix("pen", "t"), Prefix("ber"), Prefix("ter"),
    Prefix("per"), Prefix("me"), Prefix("pe"), Prefix("di"), Prefix("ke"), Prefix("se"),
  ]

  /// - Returns: whether there was one.
  private static func dropPrefix(_ letters: inout [UInt8]) -> Bool {
    for prefix in prefixes where letters.count > prefix.text.count + 2 && letters.starts(with: prefix.text) {
      let vowelFollows = isVowel(letters[prefix.text.count])
      guard vowelFollows || !prefix.needsVowel else { continue }
      let restored = vowelFollows ? prefix.restored : nil
      guard letters.count - prefix.text.count + (restored == nil ? 0 : 1) >= shortest else { return false }
      letters.removeFirst(prefix.text.count)
      if let restored { letters.insert(restored, at: 0) }
      return true
    }
    return false
  }

  private static func isVowel(_ letter: UInt8) -> Bool {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"): true
    default: false
    }
  }

  private static func ends(_ letters: [UInt8], _ ending: [UInt8]) -> Bool {
    letters.count >= ending.count + shortest && letters.suffix(ending.count).elementsEqual(ending)
  }
}
