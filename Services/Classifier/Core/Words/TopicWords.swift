import Cases
import Foundation
import Texts
import Topics

/// What the words of the topic files say of a text, before anything was learnt.
struct TopicWords: Sendable {
  let set: TopicSet
  let normalizer: TextNormalizer
  private let lexicon: Lexicon
  private let groups: [String]
  private let owners: Owners
  static let kinds: [CaseKind] = CaseKind.allCases
  static let areas: [MembershipArea] = MembershipArea.allCases
  /// In how many words from a word of the group `members` an area counts.
  private static let reach = 12

  /// Whose words a term is: one number for all, each part after the other.
  private struct Owners {
    let topics: Range<Int>
    let kinds: Range<Int>
    let groups: Range<Int>
    let urgency: Range<Int>
    let areas: Range<Int>

    init(_ set: TopicSet) {
      topics = 0..<set.topics.count
      kinds = topics.upperBound..<topics.upperBound + TopicWords.kinds.count
      groups = kinds.upperBound..<kinds.upperBound + set.groups.count
      urgency = groups.upperBound..<groups.upperBound + set.urgency.count
      areas = urgency.upperBound..<urgency.upperBound + TopicWords.areas.count
    }
  }

  init(_ set: TopicSet) {
    self.set = set
    normalizer = TextNormalizer(slang: set.slang)
    owners = Owners(set)
    groups = set.groups.keys.sorted()
    var lexicon = Lexicon(normalizer: normalizer)
    for (owner, topic) in zip(owners.topics, set.topics) {
      lexicon.add(topic.strong, owner: owner, weight: 3)
      lexicon.add(topic.words, owner: owner, weight: 1)
      lexicon.add(topic.against, owner: owner, weight: -2)
    }
    for (owner, kind) in zip(owners.kinds, Self.kinds) {
      lexicon.add(set.kinds[kind]?.strong ?? [], owner: owner, weight: 3)
      lexicon.add(set.kinds[kind]?.words ?? [], owner: owner, weight: 1)
    }
    for (owner, group) in zip(owners.groups, groups) { lexicon.add(set.groups[group] ?? [], owner: owner, weight: 1) }
    for (owner, reason) in zip(owners.urgency, set.urgency) { lexicon.add(reason.words, owner: owner, weight: 1) }
    for (owner, area) in zip(owners.areas, Self.areas) {
      lexicon.add(set.membershipAreas[area] ?? [], owner: owner, weight: 1)
    }
    self.lexicon = lexicon
  }

  /// What is found in a text.
  struct Reading {
    let words: WordList
    /// By topic, by kind: what their words weigh, damped, since ten words are not ten times one.
    var topics: [Float]
    var kinds: [Float]
    /// The groups that occur.
    var groups: Set<String> = []
    /// The terms of topics and kinds that were found, by their numbers.
    fileprivate var terms: [Int] = []
    /// Why the case is urgent, and the words that say so.
    var urgencies: [(reason: String, words: String)] = []
    fileprivate var members: [Int] = []
    fileprivate var areas: [(term: Int, position: Int)] = []
  }

  func read(_ words: WordList) -> Reading {
    var reading = Reading(
      words: words, topics: [Float](repeating: 0, count: set.topics.count),
      kinds: [Float](repeating: 0, count: Self.kinds.count))
    var seen = [Bool](repeating: false, count: lexicon.terms.count)
    var reasons: Set<Int> = []
    lexicon.each(in: words) { term, position in
      let owner = lexicon.terms[term].owner
      if owners.groups.contains(owner) {
        note(group: groups[owner - owners.groups.lowerBound], at: position, &reading)
      } else if owners.areas.contains(owner) {
        reading.areas.append((term, position))
      } else if owners.urgency.contains(owner) {
        guard reasons.insert(owner).inserted else { return }
        let end = position + lexicon.terms[term].words.count
        let reason = set.urgency[owner - owners.urgency.lowerBound].reason
        reading.urgencies.append((reason, words.joined(position..<end)))
      } else if !seen[term] {
        seen[term] = true
        weigh(term, &reading)
      }
    }
    for (index, topic) in set.topics.enumerated() {
      if let group = topic.needs, !reading.groups.contains(group) { reading.topics[index] /= 3 }
      reading.topics[index] = Self.damped(reading.topics[index])
    }
    reading.kinds = reading.kinds.map(Self.damped)
    return reading
  }

  private func note(group: String, at position: Int, _ reading: inout Reading) {
    reading.groups.insert(group)
    if group == "members" { reading.members.append(position) }
  }

  private func weigh(_ number: Int, _ reading: inout Reading) {
    let (owner, weight) = (lexicon.terms[number].owner, lexicon.terms[number].weight)
    if owners.topics.contains(owner) {
      reading.topics[owner] += weight
    } else {
      reading.kinds[owner - owners.kinds.lowerBound] += weight
    }
    if weight > 0 { reading.terms.append(number) }
  }

  private static func damped(_ weight: Float) -> Float { weight < 0 ? -logf(1 - weight) : logf(1 + weight) }

  /// The words that speak for a topic, or a kind.
  func terms(of topic: Int, in reading: Reading) -> [String] {
    reading.terms.filter { lexicon.terms[$0].owner == topic }.map { lexicon.terms[$0].text }
  }

  /// - Parameter kind: as the model names it.
  func terms(of kind: String, in reading: Reading) -> [String] {
    guard let place = Self.kinds.firstIndex(where: { $0.rawValue == kind }) else { return [] }
    return terms(of: owners.kinds.lowerBound + place, in: reading)
  }

  /// Where the members live, as the text tells it; the widest where it tells several.
  func membershipArea(in reading: Reading) -> (area: MembershipArea, told: String)? {
    let near = reading.areas.filter { area in
      reading.members.contains { abs($0 - area.position) <= Self.reach }
    }
    guard let widest = near.map({ lexicon.terms[$0.term] }).max(by: { $0.owner < $1.owner }) else { return nil }
    return (Self.areas[widest.owner - owners.areas.lowerBound], widest.text)
  }
}
