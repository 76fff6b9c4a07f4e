/// A text as lower-case words of letters and digits, for looking names up.
package struct TextTokens: Sendable {
  package let words: [String]

  package init(_ text: String) {
    words = text.lowercased().unicodeScalars.split { !$0.properties.isAlphabetic && !("0"..."9").contains($0) }
      .map { String(String.UnicodeScalarView($0)) }
  }
}
