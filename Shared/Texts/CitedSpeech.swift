/// What somebody else said, as the reporter tells it between quotation marks: `Satpam bilang: "Ajukan KUR saja."`
enum CitedSpeech {
  private static let marks: [Unicode.Scalar: Unicode.Scalar] = ["\"": "\"", "“": "”", "„": "”", "«": "»"]
  /// Longer ones are no speech, but a text in quotation marks.
  private static let longest = 300
  /// What is left must tell something.
  private static let fewestWords = 5
  /// So many words before the mark may tell that somebody speaks.
  private static let reach = 6

  /// The text without what others said in it.
  static func without(_ text: String) -> String {
    // Most texts have none: one look at the bytes. A curly mark's first byte few other letters have.
    guard text.utf8.contains(where: { $0 == UInt8(ascii: "\"") || $0 == 0xE2 || $0 == 0xC2 }) else { return text }
    let scalars = text.unicodeScalars
    var rest = ""
    var position = text.startIndex
    while let open = scalars[position...].firstIndex(where: { isOpening($0) }), let mark = marks[scalars[open]] {
      let inside = scalars.index(after: open)
      guard let close = scalars[inside...].prefix(longest).firstIndex(of: mark) else { break }
      let end = scalars.index(after: close)
      let told = text[position..<open]
      let isOthers = (isTold(text[..<open]) || isSaid(text[end...])) && !isName(text[inside..<close])
      rest += isOthers ? withoutSpeaker(told) : text[position..<end]
      position = end
    }
    guard position > text.startIndex else { return text }
    rest += text[position...]
    return TextTokens.words(rest).count >= fewestWords ? rest : text
  }

  private static func isOpening(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\"" || (scalar.value > 0x7F && marks[scalar] != nil)
  }

  /// "Menurut petugas", "katanya"; what the reporter said is the reporter's.
  private static func isTold(_ before: Substring) -> Bool {
    let words = TextTokens.words(String(before.suffix(80)))
    let near = max(0, words.count - reach)..<words.count
    return near.contains { index in
      guard verbs.contains(words.hashes[index]) else { return false }
      let isWithin = (index..<words.count - 1).allSatisfy { !words.endsSentence($0) }
      let isReporters =
        (index > 0 && writers.contains(words.hashes[index - 1]))
        || (index + 1 < words.count && writers.contains(words.hashes[index + 1])
          && sources.contains(words.hashes[index]))
      return isWithin && !isReporters
    }
  }

  /// "KSP Sejahtera" between marks is a name, whoever says it.
  private static func isName(_ cited: Substring) -> Bool {
    let words = TextTokens.words(String(cited.prefix(60)))
    return words.count <= 5 && words.hashes.first.map(CooperativeName.titles.contains) ?? false
  }

  /// "Menurut petugas dinas,": who it was said by is no matter of the reporter's either.
  private static func withoutSpeaker(_ told: Substring) -> Substring {
    let start = told.lastIndex { ".!?;\n".contains($0) }.map(told.index(after:)) ?? told.startIndex
    let words = TextTokens.words(String(told[start...].prefix(80)))
    return (2...reach).contains(words.count) && sources.contains(words.hashes[0]) && !writers.contains(words.hashes[1])
      ? told[..<start] : told
  }

  private static let sources = WordHash.set(of: "kata menurut")

  private static func isSaid(_ after: Substring) -> Bool {
    TextTokens.words(String(after.prefix(20))).hashes.first.map(said.contains) ?? false
  }

  private static let said = WordHash.set(of: "kata katanya ujar ujarnya jawab jawabnya begitu")
  private static let verbs = said.union(
    WordHash.set(
      of:
        """
        bilang bilangnya berkata mengatakan ngomong ngomongnya menjawab jawaban menurut balas membalas menyuruh disuruh menyarankan \
        disarankan berteriak teriak bertanya jare ngendika cenah ceunah ngomongna
        """))
  private static let writers = WordHash.set(of: "saya sy kami aku")
}
