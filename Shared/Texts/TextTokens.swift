/// A text as lower-case words of letters and digits, for looking names up.
package enum TextTokens {
  package static func words(_ text: String) -> WordList {
    var list = WordList()
    if !addPlain(text, to: &list) { addAny(text, to: &list) }
    return list
  }

  /// Most texts are ASCII, and bytes are ten times faster than Unicode's properties.
  /// - Returns: false for a text that is not, of which nothing was added.
  private static func addPlain(_ text: String, to list: inout WordList) -> Bool {
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
    var word: [UInt8] = []
    for byte in text.utf8 {
      let lower = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
      if (0x61...0x7A).contains(lower) || (0x30...0x39).contains(lower) {
        word.append(lower)
      } else if !word.isEmpty {
        list.append(word)
        word.removeAll(keepingCapacity: true)
      }
    }
    if !word.isEmpty { list.append(word) }
    return true
  }

  private static func addAny(_ text: String, to list: inout WordList) {
    let runs = text.lowercased().unicodeScalars.split { !isPartOfWord($0) }
    for run in runs { list.append(String(String.UnicodeScalarView(run)).utf8) }
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return scalar.properties.isAlphabetic }
    return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar)
  }
}
