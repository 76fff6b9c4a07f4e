/// A number as people type or paste it: blanks, dashes, marks and what cannot be seen stand anywhere in it, digits may be wide
/// ones, and a word may say what it is.
package struct TypedDigits: Sendable, Equatable {
  /// As ASCII.
  package private(set) var digits = ""
  /// In small letters, in their order.
  package private(set) var words: [String] = []
  /// Whether a plus stands before the first digit.
  package private(set) var isInternational = false

  /// Longer than any number with all that may stand around it.
  private static let longest = 120

  /// - Returns: nil for what is too long to be a number.
  package init?(_ text: String) {
    guard text.unicodeScalars.count <= Self.longest else { return nil }
    var word = ""
    for scalar in text.unicodeScalars where !Self.isUnseen(scalar) {
      if Self.isLetter(scalar) {
        word.unicodeScalars.append(scalar)
        continue
      }
      end(&word)
      if scalar.properties.generalCategory == .decimalNumber, let value = scalar.properties.numericValue {
        digits += String(Int(value))
      } else if digits.isEmpty, scalar == "+" || scalar == "\u{FF0B}" {
        isInternational = true
      }
    }
    end(&word)
  }

  private mutating func end(_ word: inout String) {
    if !word.isEmpty { words.append(word.lowercased()) }
    word = ""
  }

  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.generalCategory == .format
  }

  /// Whatever is neither digit, blank nor mark.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .decimalNumber, .control, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .connectorPunctuation, .otherPunctuation, .mathSymbol, .modifierSymbol:
      false
    // U+2116 is "No" in one sign.
    default: !scalar.properties.isWhitespace && scalar != "\u{2116}"
    }
  }
}
