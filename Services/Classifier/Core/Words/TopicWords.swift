import Cases
import Foundation
import Texts
import Topics

/// What the words of the topic files say of a text, before anything was learnt.
struct TopicWords: Sendable {
  let set: TopicSet
  let normalizer: TextNormalizer
  private let topics: Lexicon
  private let kinds: Lexicon
  private let groups: [(name: String, words: Lexicon)]
  private let urgency: Lexicon
  private let areas: Lexicon
  static let kinds: [CaseKind] = CaseKind.allCases
  /// In how many words from a word of the group `members` an area counts.
  private static let reach = 12

  init(_ set: TopicSet) {
    self.set = set
    normalizer = TextNormalizer(slang: set.slang)
    var topics = Lexicon(normalizer: normalizer)
    for (owner, topic) in set.topics.enumerated() {
      topics.add(topic.strong, owner: owner, weight: 3)
      topics.add(topic.words, owner: owner, weight: 1)
      topics.add(topic.against, owner: owner, weight: -2)
    }
    var kinds = Lexicon(normalizer: normalizer)
    for (owner, kind) in Self.kinds.enumerated() {
      kinds.add(set.kinds[kind]?.strong ?? [], owner: owner, weight: 3)
      kinds.add(set.kinds[kind]?.words ?? [], owner: owner, weight: 1)
    }
    var urgency = Lexicon(normalizer: normalizer)
    for (owner, reason) in set.urgency.enumerated() { urgency.add(reason.words, owner: owner, weight: 1) }
    var areas = Lexicon(normalizer: normalizer)
    for (owner, area) in MembershipArea.allCases.enumerated() {
      areas.add(set.membershipAreas[area] ?? [], owner: owner, weight: 1)
    }
    (self.topics, self.kinds, self.urgency, self.areas) = (topics, kinds, urgency, areas)
    let normalizer = normalizer
    groups = set.groups.sorted { $0.key < $1.key }.map { name, words in
      var lexicon = Lexicon(normalizer: normalizer)
      lexicon.add(words, owner: 0, weight: 1)
      return (name, lexicon)
    }
  }

  /// What is found in a text.
  struct Reading {
    let words: WordList
    /// By topic, by kind: what their words weigh, damped, since ten words are not ten times one.
    var topics: [Float]
    var kinds: [Float]
    /// The words that speak for each topic and kind.
    var topicTerms: [[String]]
    var kindTerms: [[String]]
    /// The groups that occur.
    var groups: Set<String>
  }

  /// - Parameter isAsking: whether the text has a question mark.
  func read(_ words: WordList, isAsking: Bool) -> Reading {
    var reading = Reading(
      words: words, topics: [Float](repeating: 0, count: set.topics.count),
      kinds: [Float](repeating: 0, count: Self.kinds.count),
      topicTerms: [[String]](repeating: [], count: set.topics.count),
      kindTerms: [[String]](repeating: [], count: Self.kinds.count),
      groups: Set(groups.lazy.filter { !$0.words.matches(in: words).isEmpty }.map(\.name)))
    for (term, _) in topics.matches(in: words) {
      reading.topics[term.owner] += term.weight
      if term.weight > 0 { reading.topicTerms[term.owner].append(term.text) }
    }
    for (index, topic) in set.topics.enumerated() {
      if let group = topic.needs, !reading.groups.contains(group) { reading.topics[index] /= 3 }
      reading.topics[index] = Self.damped(reading.topics[index])
    }
    var marked = words
    if isAsking { marked.append("?".utf8) }
    for (term, _) in kinds.matches(in: marked) {
      reading.kinds[term.owner] += term.weight
      reading.kindTerms[term.owner].append(term.text)
    }
    reading.kinds = reading.kinds.map(Self.damped)
    return reading
  }

  private static func damped(_ weight: Float) -> Float { weight < 0 ? -logf(1 - weight) : logf(1 + weight) }

  /// Why the case is urgent, and the word that says so.
  func urgencies(in words: WordList) -> [(reason: String, word: String)] {
    var seen: Set<Int> = []
    return urgency.matches(in: words).filter { seen.insert($0.term.owner).inserted }.map { match in
      (set.urgency[match.term.owner].reason, words.joined(match.position..<match.position + match.term.words.count))
    }
  }

  /// Where the members live, as the text tells it; the widest where it tells several.
  func membershipArea(in words: WordList) -> (area: MembershipArea, told: String)? {
    let found = areas.matches(in: words)
    guard !found.isEmpty, let members = groups.first(where: { $0.name == "members" })?.words else { return nil }
    let places = members.positions(in: words)
    let near = found.filter { match in places.contains { abs($0 - match.position) <= Self.reach } }
    guard let widest = near.max(by: { $0.term.owner < $1.term.owner }) else { return nil }
    return (MembershipArea.allCases[widest.term.owner], widest.term.text)
  }
}

extension Lexicon {
  /// All places where a term of one word stands.
  func positions(in words: WordList) -> [Int] {
    words.indices.filter { index in
      var one = WordList()
      one.append(words.bytes[words.range(index)])
      return !matches(in: one).isEmpty
    }
  }
}
