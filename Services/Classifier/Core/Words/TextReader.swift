import Places
import Texts

/// Reads a text as the model and the topic files see it: what the reporter says, with placeholders where names stand. Who
/// and where decide nothing about what.
struct TextReader: Sendable {
  let normalizer: TextNormalizer
  let places: PlaceFinder

  struct ReadText: Sendable {
    /// What the model and the topic files read.
    let words: WordList
    let places: PlaceFinder.Found
    /// Whether the reporter asks, with a mark.
    let isAsking: Bool
  }

  func read(_ text: String, more: String? = nil, familiarity: (UInt64) -> PlaceFinder.Familiarity) -> ReadText {
    let told = Self.cut(PlainLetters.of(Self.cut(ReportersWords.of(text))))
    let found = places.find(in: told, familiarity: familiarity)
    var bytes = masked(Array(told.utf8), found, familiarity)
    if let more {
      let plain = PlainLetters.of(more)
      bytes.append(UInt8(ascii: "\n"))
      bytes += masked(Array(plain.utf8), places.find(in: plain, familiarity: familiarity), familiarity)
    }
    return ReadText(
      words: normalizer.words(plain: bytes), places: found, isAsking: told.utf8.contains(UInt8(ascii: "?")))
  }

  /// Longer texts are cut: what a case is about is told before that.
  private static func cut(_ text: String) -> String {
    text.utf8.count > TextNormalizer.maximumCharacters ? String(text.prefix(TextNormalizer.maximumCharacters)) : text
  }

  private func masked(
    _ bytes: [UInt8], _ found: PlaceFinder.Found, _ familiarity: (UInt64) -> PlaceFinder.Familiarity
  ) -> [UInt8] {
    let names = places.names(in: found, bytes, familiarity: familiarity)
    guard !names.isEmpty else { return bytes }
    var masked: [UInt8] = []
    masked.reserveCapacity(bytes.count)
    var position = 0
    for name in names {
      let sources = found.words.sources
      masked += bytes[position..<sources[name.range.lowerBound].lowerBound]
      masked += [UInt8(ascii: " "), TextNormalizer.placeholder(of: name.kind), UInt8(ascii: " ")]
      position = sources[name.range.upperBound - 1].upperBound
    }
    return masked + bytes[position...]
  }
}
