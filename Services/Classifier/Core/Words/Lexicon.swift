import Texts

/// Terms and what each weighs, found in a text in one pass: terms are kept by their first word, or by its
/// first letters where a star stands for the ending.
struct Lexicon: Sendable {
  struct Term: Sendable {
    let words: [Word]
    let text: String
    let owner: Int
    let weight: Float
    let ordinal: Int
  }

  /// A word of a term; its ending is open where a star stood.
  struct Word: Sendable {
    let hash: UInt64
    let start: [UInt8]
    let isOpen: Bool
  }

  private var exact: [UInt64: [Term]] = [:]
  private var open: [UInt16: [Term]] = [:]
  private var count = 0
  private let normalizer: TextNormalizer

  /// - Parameter normalizer: terms are written as texts are, so that one spelling of a word is enough.
  init(normalizer: TextNormalizer) { self.normalizer = normalizer }

  mutating func add(_ texts: [String], owner: Int, weight: Float) {
    for text in texts {
      let words = text.lowercased().split(separator: " ").flatMap { word(String($0)) }
      guard let first = words.first else { continue }
      let term = Term(words: words, text: text, owner: owner, weight: weight, ordinal: count)
      count += 1
      if first.isOpen {
        open[Self.start(first.start), default: []].append(term)
      } else {
        exact[first.hash, default: []].append(term)
      }
    }
  }

  private func word(_ text: String) -> [Word] {
    guard !text.hasSuffix("*") else {
      let start = Array(text.utf8.dropLast())
      return [Word(hash: 0, start: start, isOpen: true)]
    }
    let written = normalizer.words(text)
    // A mark such as "?" is no word to the normaliser; who asks for it adds it to the words.
    guard !written.isEmpty else { return [Word(hash: WordHash.of(text), start: [], isOpen: false)] }
    return written.indices.map { Word(hash: written.hashes[$0], start: [], isOpen: false) }
  }

  /// A term, and where it stands.
  typealias Match = (term: Term, position: Int)

  /// Each term that stands in the words, once, where it stands first.
  func matches(in words: WordList) -> [Match] {
    var found: [Match] = []
    var seen: Set<Int> = []
    for position in words.indices {
      for term in exact[words.hashes[position]] ?? [] where fits(term, words, position) {
        if seen.insert(term.ordinal).inserted { found.append((term, position)) }
      }
      let range = words.range(position)
      guard range.count >= 2 else { continue }
      for term in open[Self.start(words.bytes[range])] ?? [] where fits(term, words, position) {
        if seen.insert(term.ordinal).inserted { found.append((term, position)) }
      }
    }
    return found
  }

  private func fits(_ term: Term, _ words: WordList, _ position: Int) -> Bool {
    guard position + term.words.count <= words.count else { return false }
    for (offset, word) in term.words.enumerated() {
      let index = position + offset
      if word.isOpen {
        guard words.bytes[words.range(index)].starts(with: word.start) else { return false }
      } else if words.hashes[index] != word.hash {
        return false
      }
    }
    return true
  }

  /// A start is looked up by its first two bytes, so it must have two.
  private static func start(_ bytes: some Collection<UInt8>) -> UInt16 {
    bytes.prefix(2).reduce(0) { $0 << 8 | UInt16($1) }
  }
}
