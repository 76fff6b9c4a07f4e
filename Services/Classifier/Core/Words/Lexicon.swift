import Texts

/// Terms and what each weighs, found in a text in one pass: terms are kept by their first word, or by its first
/// letters where a star stands for the ending.
struct Lexicon: Sendable {
  struct Term: Sendable {
    let words: [Word]
    let text: String
    let owner: Int
    let weight: Float
    /// The next term of the same beginning, or -1.
    fileprivate let next: Int32
  }

  /// A word of a term; its ending is open where a star stood.
  struct Word: Sendable {
    let hash: UInt64
    let start: [UInt8]
    let isOpen: Bool
  }

  private(set) var terms: [Term] = []
  private var exact = HashTable()
  private var open = HashTable()
  private let normalizer: TextNormalizer
  /// Open terms are kept by so many of their letters, or fewer where they have fewer.
  private static let keyLetters = 2...4

  /// - Parameter normalizer: terms are written as texts are, so that one spelling of a word is enough.
  init(normalizer: TextNormalizer) { self.normalizer = normalizer }

  mutating func add(_ texts: [String], owner: Int, weight: Float) {
    for text in texts {
      let words = text.lowercased().split(separator: " ").flatMap { word(String($0)) }
      guard let first = words.first else { continue }
      let key = first.isOpen ? WordHash.of(first.start.prefix(Self.keyLetters.upperBound)) : first.hash
      let next = (first.isOpen ? open[key] : exact[key]) ?? -1
      let number = Int32(terms.count)
      terms.append(Term(words: words, text: text, owner: owner, weight: weight, next: next))
      if first.isOpen { open[key] = number } else { exact[key] = number }
    }
  }

  private func word(_ text: String) -> [Word] {
    guard !text.hasSuffix("*") else {
      return [Word(hash: 0, start: Array(text.utf8.dropLast()), isOpen: true)]
    }
    let written = normalizer.words(text)
    // A mark such as "?" is no word to the normaliser; who asks for it adds it to the words.
    guard !written.isEmpty else { return [Word(hash: WordHash.of(text), start: [], isOpen: false)] }
    return written.indices.map { Word(hash: written.hashes[$0], start: [], isOpen: false) }
  }

  /// Tells each term, by its number, at each word where it begins.
  func each(in words: WordList, _ found: (_ term: Int, _ position: Int) -> Void) {
    for position in words.indices {
      follow(exact[words.hashes[position]], words, position, found)
      let range = words.range(position)
      for length in Self.keyLetters where length <= range.count {
        let key = WordHash.of(words.bytes[range.lowerBound..<range.lowerBound + length])
        follow(open[key], words, position, found)
      }
    }
  }

  private func follow(_ first: Int32?, _ words: WordList, _ position: Int, _ found: (Int, Int) -> Void) {
    var term = Int(first ?? -1)
    while term >= 0 {
      if fits(term, words, position) { found(term, position) }
      term = Int(terms[term].next)
    }
  }

  private func fits(_ term: Int, _ words: WordList, _ position: Int) -> Bool {
    let count = terms[term].words.count
    guard position + count <= words.count else { return false }
    for offset in 0..<count {
      if terms[term].words[offset].isOpen {
        guard words.starts(position + offset, with: terms[term].words[offset].start) else { return false }
      } else if words.hashes[position + offset] != terms[term].words[offset].hash {
        return false
      }
    }
    return true
  }
}
