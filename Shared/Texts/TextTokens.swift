/// A text as lower-case words of letters and digits, for looking names up.
package struct TextTokens: Sendable {
  package let words: [String]

  package init(_ text: String) {
    words = Self.plain(text) ?? Self.any(text)
  }

  /// Most texts are ASCII, and bytes are ten times faster than Unicode's properties.
  private static func plain(_ text: String) -> [String]? {
    var words: [String] = []
    var word: [UInt8] = []
    for byte in text.utf8 {
      guard byte < 0x80 else { return nil }
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if (0x61...0x7A).contains(lower) || (0x30...0x39).contains(lower) {
        word.append(lower)
      } else if !word.isEmpty {
        words.append(String(decoding: word, as: UTF8.self))
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  private static func any(_ text: String) -> [String] {
    text.lowercased().unicodeScalars.split { !$0.properties.isAlphabetic && !("0"..."9").contains($0) }
      .map { String(String.UnicodeScalarView($0)) }
  }
}
