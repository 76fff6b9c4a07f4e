/// Letters that look like others, or like nothing: pasted from a document, they make a word that nobody knows.
package enum OddLetters {
  /// - Returns: which letter it is, from 1, its name in Unicode, and what to do; nil where there is none.
  package static func remark(in text: String) -> String? {
    for (number, scalar) in text.unicodeScalars.enumerated() where scalar.value > 0x7F {
      let name = scalar.properties.name ?? scalar.properties.nameAlias ?? "no letter"
      if name.hasPrefix("LATIN ") { continue }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      return "letter \(number + 1) is none that keys here type, but U+\(code) \(name): type the word again"
    }
    return nil
  }
}
