/// Takes Indonesian clitics and affixes off, so that "menyimpankan", "simpanannya" and "disimpan" meet. It knows no
/// dictionary: what it gives is a feature, not a word.
package enum Stemmer {
  private static let endings = ["lah", "kah", "pun", "nya", "ku", "mu"]
  private static let shortest = 4

  package static func stem(_ word: String) -> String {
    var letters = Array(word.utf8)
    guard letters.count > shortest, letters.allSatisfy({ (0x61...0x7A).contains($0) }) else { return word }
    for _ in 0..<2 {
      guard let ending = endings.first(where: { ends(letters, $0, keeping: shortest) }) else { break }
      letters.removeLast(ending.utf8.count)
    }
    dropSuffixes(&letters)
    for _ in 0..<2 {
      guard let bare = withoutPrefix(letters), bare.count >= shortest else { break }
      letters = bare
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// "-an" and "-kan", twice at most, or "-i". Roots that end so themselves ("simpan") lose it in all their forms.
  private static func dropSuffixes(_ letters: inout [UInt8]) {
    if ends(letters, "i", keeping: shortest) { letters.removeLast() }
    for _ in 0..<2 where ends(letters, "an", keeping: shortest) {
      letters.removeLast(2)
      // No root ends in a consonant and k, so the k was of "-kan"; in "penarikan" it is the root's.
      let isOfSuffix = letters.last == UInt8(ascii: "k") && !"aiueo".utf8.contains(letters[letters.count - 2])
      if isOfSuffix, letters.count > shortest { letters.removeLast() }
    }
  }

  /// The prefixes, and the letter that a root loses to them: "menyimpan" is from "simpan".
  private static let prefixes: [(text: [UInt8], restored: UInt8?)] = [
    ("meny", "s"), ("peny", "s"), ("meng", nil), ("peng", nil), ("mem", nil), ("pem", nil), ("men", nil), ("pen", nil),
    ("ber", nil), ("ter", nil), ("per", nil), ("me", nil), ("pe", nil), ("di", nil), ("ke", nil), ("se", nil),
  ].map { (Array(($0.0 as String).utf8), ($0.1 as String?)?.utf8.first) }

  private static func withoutPrefix(_ letters: [UInt8]) -> [UInt8]? {
    for (prefix, restored) in prefixes where letters.count > prefix.count + 2 && letters.starts(with: prefix) {
      var rest = Array(letters.dropFirst(prefix.count))
      guard let first = rest.first else { return nil }
      let startsWithVowel = "aiueo".utf8.contains(first)
      if let restored {
        guard startsWithVowel else { continue }
        rest.insert(restored, at: 0)
      } else if startsWithVowel, let lost = lostLetter(prefix) {
        rest.insert(lost, at: 0)
      }
      return rest
    }
    return nil
  }

  /// "memakai" is from "pakai", "menarik" from "tarik".
  private static func lostLetter(_ prefix: [UInt8]) -> UInt8? {
    switch String(decoding: prefix, as: UTF8.self) {
    case "mem", "pem": UInt8(ascii: "p")
    case "men", "pen": UInt8(ascii: "t")
    default: nil
    }
  }

  private static func ends(_ letters: [UInt8], _ ending: String, keeping shortest: Int) -> Bool {
    letters.count >= ending.utf8.count + shortest && letters.suffix(ending.utf8.count).elementsEqual(ending.utf8)
  }
}
