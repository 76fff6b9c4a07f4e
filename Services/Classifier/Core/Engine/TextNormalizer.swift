import Foundation
import Places
package import Texts
import Topics

/// One writing of a text for all its spellings: lower case, everyday abbreviations written out, drawn-out letters
/// once, addresses and numbers as placeholders.
package struct TextNormalizer: Sendable {
  private let slang: Slang
  /// Longer texts are cut: what a case is about is told before that.
  package static let maximumCharacters = 20_000

  /// With the abbreviations that come with the program; none if that folder were broken, which a test rules out.
  package static let shipped = TextNormalizer(slang: (try? TopicSet.shipped().slang) ?? [:])

  /// - Parameter slang: what people write for short, and what it stands for, in one word or several.
  package init(slang: [String: String]) {
    self.slang = Slang(slang)
  }

  /// Whether people write a word for short.
  package func isShort(_ word: UInt64) -> Bool { slang.has(word) }

  /// The words of a text, in order.
  package func words(_ text: String) -> WordList {
    let cut = text.utf8.count > Self.maximumCharacters ? String(text.prefix(Self.maximumCharacters)) : text
    return words(plain: Array(PlainLetters.of(cut).utf8))
  }

  /// - Parameter plain: as `PlainLetters` writes it; names may be placeholders.
  func words(plain: [UInt8]) -> WordList {
    var writer = NormalWriter(slang: slang)
    writer.add(plain.allSatisfy { $0 < 0x80 } ? plain : Self.lettersAndMarks(String(decoding: plain, as: UTF8.self)))
    return writer.words
  }

  /// A byte that no text has, since control characters are taken out at the doors.
  static func placeholder(of kind: NameKind) -> UInt8 {
    switch kind {
    case .place: 1
    case .person: 2
    case .cooperative: 3
    }
  }

  /// Beyond ASCII only letters are left, and emoji as words of their own.
  private static func lettersAndMarks(_ text: String) -> [UInt8] {
    var scalars = String.UnicodeScalarView()
    for scalar in text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars {
      if scalar.isASCII || scalar.properties.isAlphabetic {
        scalars.append(scalar)
      } else if scalar.properties.isEmojiPresentation {
        scalars.append(contentsOf: [" ", scalar, " "])
      } else if !scalar.properties.isVariationSelector {
        scalars.append(" ")
      }
    }
    return Array(String(scalars).utf8)
  }
}

/// What people write for short.
private struct Slang: Sendable {
  private var table = HashTable()
  private var written: [[[UInt8]]] = []

  init(_ entries: [String: String]) {
    for (short, long) in entries {
      table[WordHash.of(short)] = Int32(written.count)
      written.append(long.split(separator: " ").map { Array($0.utf8) })
    }
  }

  func has(_ word: UInt64) -> Bool { table[word] != nil }

  subscript(word: [UInt8]) -> [[UInt8]]? { table[WordHash.of(word)].map { written[Int($0)] } }
}

/// Writes normal words from bytes, of which those beyond ASCII are parts of letters.
private struct NormalWriter {
  private let slang: Slang
  private(set) var words = WordList()
  private var word: [UInt8] = []
  private var digits = 0

  init(slang: Slang) { self.slang = slang }

  /// Up to the next white space at a time: an address is one thing, however it is written.
  mutating func add(_ bytes: [UInt8]) {
    var start = 0
    while start < bytes.count {
      guard bytes[start] > 0x20 else {
        if let name = Self.names[bytes[start]] { words.append(name.utf8) }
        start += 1
        continue
      }
      var end = start
      var (hasAt, hasDot) = (false, false)
      while end < bytes.count, bytes[end] > 0x20 {
        hasAt = hasAt || bytes[end] == UInt8(ascii: "@")
        hasDot = hasDot || bytes[end] == UInt8(ascii: ".")
        end += 1
      }
      add(bytes[start..<end], isEmail: hasAt && hasDot, hasDot: hasDot)
      start = end
    }
  }

  private mutating func add(_ run: ArraySlice<UInt8>, isEmail: Bool, hasDot: Bool) {
    if hasDot, Self.addresses.contains(where: { run.starts(with: $0) }) { return words.append("<url>".utf8) }
    if isEmail { return words.append("<email>".utf8) }
    for byte in run {
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      switch lower {
      case 0x61...0x7A, 0x80...:
        endNumber()
        word.append(lower)
      // "anggota2" is written for "anggota-anggota".
      case UInt8(ascii: "2") where word.count > 2: endWord(doubled: true)
      case 0x30...0x39:
        endWord()
        digits += 1
      case UInt8(ascii: "?"):
        endWord()
        endNumber()
        // That somebody asks is worth a word; how often a mark is repeated is not.
        if words.lastHash != Self.question { words.append([UInt8(ascii: "?")]) }
      case UInt8(ascii: ".") where digits > 0, UInt8(ascii: "-") where digits > 0: continue
      default:
        endWord()
        endNumber()
      }
    }
    endWord()
    endNumber()
  }

  private static let question = WordHash.of("?")
  private static let names: [UInt8: String] = [1: "<tempat>", 2: "<nama>", 3: "<nama>"]
  private static let addresses = ["http://", "https://", "www."].map { Array($0.utf8) }

  /// A phone or account number says that there is one, and not which.
  private mutating func endNumber() {
    switch digits {
    case 0: return
    case 1...4: words.append([UInt8](repeating: UInt8(ascii: "0"), count: digits))
    case 5...7: words.append("<angka>".utf8)
    default: words.append("<nomor>".utf8)
    }
    digits = 0
  }

  private mutating func endWord(doubled: Bool = false) {
    guard !word.isEmpty else { return }
    shorten()
    let written = slang[word]
    for _ in 0..<(doubled ? 2 : 1) {
      if let written { for word in written { words.append(word) } } else { words.append(word) }
    }
    word.removeAll(keepingCapacity: true)
  }

  /// Three and more of a letter are one that is drawn out.
  private mutating func shorten() {
    guard word.count > 2 else { return }
    var kept = 0
    var index = 0
    while index < word.count {
      var next = index
      while next < word.count, word[next] == word[index] { next += 1 }
      for _ in 0..<(next - index > 2 ? 1 : next - index) {
        word[kept] = word[index]
        kept += 1
      }
      index = next
    }
    word.removeLast(word.count - kept)
  }
}
