/// Terms and what each weighs, found in a text in one pass: terms are kept by their first word, or by its
/// beginning where a star stands for the ending.
struct Lexicon: Sendable {
  struct Term: Sendable {
    let words: [String]
    let text: String
    let owner: Int
    let weight: Double
  }

  private var exact: [String: [Term]] = [:]
  private var open: [String: [Term]] = [:]
  private var shortestOpen = Int.max

  mutating func add(_ texts: [String], owner: Int, weight: Double) {
    for text in texts {
      let words = text.lowercased().split(separator: " ").map(String.init)
      guard let first = words.first else { continue }
      let term = Term(words: words, text: text, owner: owner, weight: weight)
      if first.hasSuffix("*") {
        let stem = String(first.dropLast())
        open[stem, default: []].append(term)
        shortestOpen = min(shortestOpen, stem.count)
      } else {
        exact[first, default: []].append(term)
      }
    }
  }

  /// Each term that stands in the words, once.
  func matches(in words: [String]) -> [Term] {
    var found: [Term] = []
    var seen: Set<String> = []
    for (position, word) in words.enumerated() {
      for term in exact[word] ?? [] where fits(term, words, position) && seen.insert(key(term)).inserted {
        found.append(term)
      }
      guard shortestOpen <= word.count else { continue }
      for length in shortestOpen...word.count {
        for term in open[String(word.prefix(length))] ?? []
        where fits(term, words, position) && seen.insert(key(term)).inserted { found.append(term) }
      }
    }
    return found
  }

  private func key(_ term: Term) -> String { "\(term.owner)/\(term.text)/\(term.weight)" }

  private func fits(_ term: Term, _ words: [String], _ position: Int) -> Bool {
    guard position + term.words.count <= words.count else { return false }
    return zip(term.words, words[position...]).allSatisfy { wanted, word in
      wanted.hasSuffix("*") ? word.hasPrefix(wanted.dropLast()) : wanted == word
    }
  }
}
