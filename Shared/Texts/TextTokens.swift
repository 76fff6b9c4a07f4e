/// A text as lower-case words of letters and digits, for looking names up; drawn-out letters are one. Where each word stands,
/// and where sentences end, is kept.
package enum TextTokens {
  package static func words(_ text: String) -> WordList {
    words(plain: PlainLetters.of(text))
  }

  /// - Parameter plain: as `PlainLetters` writes it; the words' sources lie in it.
  package static func words(plain: String) -> WordList {
    var writer = TokenWriter(bytes: Array(plain.utf8))
    writer.write()
    return writer.words
  }
}

private struct TokenWriter {
  private let bytes: [UInt8]
  private(set) var words = WordList()
  private var word: [UInt8] = []
  private var start = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func write() {
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if (0x61...0x7A).contains(lower) || (0x30...0x39).contains(lower) {
        add(lower, at: position)
        position += 1
      } else if byte < 0x80 {
        endWord(position)
        words.mark(mark(at: position))
        position += 1
      } else {
        position = addScalar(at: position)
      }
    }
    endWord(position)
  }

  private mutating func add(_ byte: UInt8, at position: Int) {
    if word.isEmpty { start = position }
    // The third of a letter makes the two before it one.
    if byte > 0x39, word.count > 1, word[word.count - 1] == byte, word[word.count - 2] == byte {
      word.removeLast()
      isDrawn = byte
    }
    if isDrawn == byte, word.last == byte { return }
    isDrawn = nil
    word.append(byte)
  }

  private var isDrawn: UInt8?

  /// - Returns: where the next one begins.
  private mutating func addScalar(at position: Int) -> Int {
    var end = position + 1
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    if let scalar = text.unicodeScalars.first, scalar.properties.isAlphabetic {
      if word.isEmpty { start = position }
      word.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    } else {
      endWord(position)
    }
    return end
  }

  private mutating func endWord(_ end: Int) {
    isDrawn = nil
    guard !word.isEmpty else { return }
    words.append(word, from: start..<end)
    word.removeAll(keepingCapacity: true)
  }

  /// A sentence ends with a mark before white space, or with an empty line. A full stop behind a few letters may only shorten
  /// a word.
  private func mark(at position: Int) -> WordList.Mark {
    let next = position + 1 < bytes.count ? bytes[position + 1] : 0x20
    switch bytes[position] {
    case UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ";"): return .end
    case UInt8(ascii: "."): return next <= 0x20 && !Self.shortened.contains(words.lastHash) ? .end : .none
    case UInt8(ascii: "\n"): return next == UInt8(ascii: "\n") ? .end : .none
    case UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")"): return .pause
    default: return .none
    }
  }

  private static let shortened = WordHash.set(
    of: """
      kab kec kel ds prov kep sel bar tim ut teng tgh brt tmr tj tjg gn kb jl no rt rw bpk ibu sdr an a b \
      p s t m h hj dr drs ir yth dst dll kot tg bt lb pd pk pkl sei sg kpg kt
      """)
}
