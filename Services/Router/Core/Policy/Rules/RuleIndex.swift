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

  /// A rule with the conditions that are cheapest to look at, beside each other in memory: most rules of a
  /// bucket are passed over without being touched.
  private struct Entry: Sendable {
    let number: Int32
    /// A bit for each kind and area that fits.
    let kinds: UInt8
    let areas: UInt8
    /// Whether kind and area are all that is left to look at.
    let isPlain: Bool

    init(_ number: Int, _ rule: Rule) {
      let when = rule.when
      self.number = Int32(number)
      isPlain = when.channels.isEmpty && when.words.isEmpty && when.urgencies.isEmpty && rule.validity == .always
      kinds = when.kinds.isEmpty ? .max : when.kinds.reduce(0) { $0 | $1.bit }
      areas = when.areas.isEmpty ? .max : when.areas.reduce(0) { $0 | MembershipArea.bit($1) }
    }
  }

  private static let any: Int32 = 0
  private var topics: [String: Int32] = [:]
  private var places: [String: Int32] = [:]
  private var cooperatives: [String: Int32] = [:]
  private var buckets: [Key: [Entry]] = [:]

  init(_ rules: [Rule]) {
    for (number, rule) in rules.enumerated() {
      let topicIDs = Self.ids(rule.when.topics.map(\.text), &topics)
      let placeIDs = Self.ids(rule.when.places.map(\.key), &places)
      let cooperativeIDs = Self.ids(rule.when.cooperatives, &cooperatives)
      for topic in topicIDs {
        for place in placeIDs {
          for cooperative in cooperativeIDs {
            buckets[Key(topic: topic, place: place, cooperative: cooperative), default: []]
              .append(Entry(number, rule))
          }
        }
      }
    }
  }

  /// The rules that decide a case: one, none, or several that are in conflict.
  func best(_ facts: Facts, _ day: Day, _ rules: [Rule]) -> [Int] {
    var best: [Int] = []
    let (kind, area) = (facts.kind.bit, MembershipArea.bit(facts.membershipArea))
    visit(facts) { entry in
      guard entry.kinds & kind != 0, entry.areas & area != 0 else { return }
      let number = Int(entry.number)
      let rule = rules[number]
      guard entry.isPlain || (rule.when.restHolds(for: facts) && rule.validity.contains(day)), !best.contains(number)
      else { return }
      if best.contains(where: { rules[$0].isMoreSpecific(than: rule) }) { return }
      best.removeAll { rule.isMoreSpecific(than: rules[$0]) }
      best.append(number)
    }
    return best
  }

  /// The rules whose topic, place and cooperative fit.
  func candidates(_ facts: Facts, _ take: (Int) -> Void) { visit(facts) { take(Int($0.number)) } }

  private func visit(_ facts: Facts, _ take: (Entry) -> Void) {
    let topicIDs = found(facts.topic.chain, topics)
    let placeIDs = found(facts.region?.chain ?? [PlaceCondition.unknownKey], places)
    // Names take longer to read than all else, and most books have none.
    let cooperativeIDs =
      cooperatives.isEmpty ? [Self.any] : found([facts.ownCooperativeName].compactMap { $0 }, cooperatives)
    for topic in topicIDs {
      for place in placeIDs {
        for cooperative in cooperativeIDs {
          guard let bucket = buckets[Key(topic: topic, place: place, cooperative: cooperative)] else { continue }
          for entry in bucket { take(entry) }
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

extension CaseKind {
  fileprivate var bit: UInt8 {
    switch self {
    case .complaint: 1
    case .question: 2
    case .suggestion: 4
    // A later version's: only rules that do not ask for the kind fit.
    default: 8
    }
  }
}

extension MembershipArea {
  fileprivate static func bit(_ area: MembershipArea?) -> UInt8 {
    switch area {
    case .regency: 1
    case .province: 2
    case .national: 4
    default: 8
    }
  }
}
