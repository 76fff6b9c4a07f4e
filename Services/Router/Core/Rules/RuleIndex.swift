import Cases
import WorkingTime

/// Finds the rules that fit a case without looking at the others: by topic, place and cooperative, each as
/// deep as rules name them.
struct RuleIndex: Sendable {
  /// The three that the index goes by; an empty text is "any".
  struct Key: Hashable, Sendable {
    let topic: Int32
    let place: Int32
    let cooperative: Int32
  }

  private static let any: Int32 = 0
  private var topics: [String: Int32] = [:]
  private var places: [String: Int32] = [:]
  private var cooperatives: [String: Int32] = [:]
  private var buckets: [Key: [Int32]] = [:]

  init(_ rules: [Rule]) {
    for (number, rule) in rules.enumerated() {
      let topicIDs = Self.ids(rule.when.topics.map(\.text), &topics)
      let placeIDs = Self.ids(rule.when.places.map(\.key), &places)
      let cooperativeIDs = Self.ids(rule.when.cooperatives, &cooperatives)
      for topic in topicIDs {
        for place in placeIDs {
          for cooperative in cooperativeIDs {
            buckets[Key(topic: topic, place: place, cooperative: cooperative), default: []].append(Int32(number))
          }
        }
      }
    }
  }

  /// The rules that decide a case: one, none, or several that are in conflict.
  func best(_ facts: Facts, _ day: Day, _ rules: [Rule]) -> [Int] {
    var best: [Int] = []
    candidates(facts) { number in
      let rule = rules[number]
      guard rule.when.restHolds(for: facts), rule.validity.contains(day), !best.contains(number) else { return }
      if best.contains(where: { rules[$0].isMoreSpecific(than: rule) }) { return }
      best.removeAll { rule.isMoreSpecific(than: rules[$0]) }
      best.append(number)
    }
    return best
  }

  /// The rules whose topic, place and cooperative fit.
  func candidates(_ facts: Facts, _ take: (Int) -> Void) {
    let topicIDs = found(facts.topic.chain, topics)
    let placeIDs = found(facts.region?.chain ?? [PlaceCondition.unknownKey], places)
    let cooperativeIDs = found(facts.cooperative.map { [$0] } ?? [], cooperatives)
    for topic in topicIDs {
      for place in placeIDs {
        for cooperative in cooperativeIDs {
          guard let bucket = buckets[Key(topic: topic, place: place, cooperative: cooperative)] else { continue }
          for number in bucket { take(Int(number)) }
        }
      }
    }
  }

  private func found(_ words: [String], _ ids: [String: Int32]) -> [Int32] {
    ids.isEmpty ? [Self.any] : [Self.any] + words.compactMap { ids[$0] }
  }

  private static func ids(_ words: [String], _ known: inout [String: Int32]) -> [Int32] {
    guard !words.isEmpty else { return [any] }
    return words.map { word in
      if let id = known[word] { return id }
      let id = Int32(known.count + 1)
      known[word] = id
      return id
    }
  }
}
