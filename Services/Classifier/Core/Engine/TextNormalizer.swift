import Foundation

/// One writing of a text for all its spellings: lower case, everyday abbreviations written out, drawn-out letters
/// once, addresses and numbers as placeholders.
package struct TextNormalizer: Sendable {
  private let slang: [String: String]
  /// Longer texts are cut: what a case is about is told before that.
  package static let maximumCharacters = 20_000

  /// The abbreviations that come with the program.
  package static let shipped = TextNormalizer(
    slang: Dictionary(
      String(decoding: PackageResources.slang_csv, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
        .compactMap { line in
          let parts = line.split(separator: ",", maxSplits: 1)
          return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }, uniquingKeysWith: { first, _ in first }))

  package init(slang: [String: String]) { self.slang = slang }

  /// The words of a text, in order.
  package func words(_ text: String) -> [String] {
    let cut = text.utf8.count > Self.maximumCharacters ? String(text.prefix(Self.maximumCharacters)) : text
    let plain = cut.utf8.allSatisfy { $0 < 0x80 } ? cut : cut.precomposedStringWithCompatibilityMapping
    var words: [String] = []
    for raw in plain.lowercased().split(whereSeparator: { $0.isWhitespace }) { add(raw, to: &words) }
    return words
  }

  private func add(_ raw: Substring, to words: inout [String]) {
    if raw.hasPrefix("http://") || raw.hasPrefix("https://") || raw.hasPrefix("www.") { return words.append("<url>") }
    if raw.contains("@"), raw.contains(".") { return words.append("<email>") }
    var word: [Unicode.Scalar] = []
    var digits = 0
    func endNumber() {
      // A phone or account number says that there is one, and not which.
      if digits > 0 {
        words.append(digits >= 8 ? "<nomor>" : digits >= 5 ? "<angka>" : String(repeating: "0", count: digits))
      }
      digits = 0
    }
    func endWord(doubled: Bool = false) {
      if !word.isEmpty {
        let written = written(word)
        words += doubled ? written + written : written
      }
      word.removeAll(keepingCapacity: true)
    }
    for scalar in raw.unicodeScalars {
      if scalar.properties.isAlphabetic {
        endNumber()
        word.append(scalar)
      } else if ("0"..."9").contains(scalar) {
        // "anggota2" is written for "anggota-anggota".
        if scalar == "2", word.count > 2 {
          endWord(doubled: true)
        } else {
          endWord()
          digits += 1
        }
      } else if digits > 0, scalar == "." || scalar == "-" {
        continue
      } else {
        endWord()
        endNumber()
        if scalar.properties.isEmojiPresentation { words.append(String(scalar)) }
      }
    }
    endWord()
    endNumber()
  }

  private func written(_ scalars: [Unicode.Scalar]) -> [String] {
    var word = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      // Three and more of a letter are one that is drawn out.
      let isThird = index >= 2 && scalars[index - 1] == scalar && scalars[index - 2] == scalar
      if isThird {
        if word.last == scalar, word.dropLast().last == scalar { word.removeLast() }
      } else {
        word.append(scalar)
      }
    }
    let text = String(word)
    return slang[text].map { $0.split(separator: " ").map(String.init) } ?? [text]
  }
}
