/// Terms and what each weighs, found in a text in one pass: terms are kept by their first word, or by its
/// first letters where a star stands for the ending.
struct Lexicon: Sendable {
  struct Term: Sendable {
    let words: [String]
    let text: String
    let owner: Int
    let weight: Double
    let ordinal: Int
  }

  private var exact: [String: [Term]] = [:]
  private var open: [UInt32: [Term]] = [:]
  private var count = 0

  mutating func add(_ texts: [String], owner: Int, weight: Double) {
    for text in texts {
      let words = text.lowercased().split(separator: " ").map(String.init)
      guard let first = words.first else { continue }
      let term = Term(words: words, text: text, owner: owner, weight: weight, ordinal: count)
      count += 1
      if first.hasSuffix("*") {
        open[Self.start(first.utf8.dropLast()), default: []].append(term)
      } else {
        exact[first, default: []].append(term)
      }
    }
  }

  /// Each term that stands in the words, once.
  func matches(in words: [String]) -> [Term] {
    var found: [Term] = []
    var seen: Set<Int> = []
    for (position, word) in words.enumerated() {
      let candidates = [exact[word], open[Self.start(word.utf8)]]
      for term in candidates.lazy.compactMap({ $0 }).joined()
      where fits(term, words, position) && seen.insert(term.ordinal).inserted { found.append(term) }
    }
    return found
  }

  private func fits(_ term: Term, _ words: [String], _ position: Int) -> Bool {
    guard position + term.words.count <= words.count else { return false }
    return zip(term.words, words[position...]).allSatisfy { wanted, word in
      wanted.utf8.last == UInt8(ascii: "*") ? word.utf8.starts(with: wanted.utf8.dropLast()) : wanted == word
    }
  }

  /// A stem is looked up by its first two bytes, so it must have two.
  private static func start(_ bytes: some Sequence<UInt8>) -> UInt32 {
    bytes.prefix(2).reduce(1) { $0 << 8 | UInt32($1) }
  }
}
