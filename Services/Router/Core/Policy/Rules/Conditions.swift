package import Cases

/// What a rule asks of a case. A condition that is not stated holds for every case; a list holds if one
/// of its values does.
package struct Conditions: Sendable, Equatable {
  /// Topics or groups of topics: `ksp.simpanan`, `ksp`.
  package var topics: [TopicCode] = []
  package var kinds: [CaseKind] = []
  package var places: [PlaceCondition] = []
  /// nil is an area that is not known.
  package var areas: [MembershipArea?] = []
  /// As `CooperativeName.own` writes them.
  package var cooperatives: [String] = []
  package var channels: [Channel] = []
  package var words: [String] = []
  package var urgencies: [Urgency] = []
}

extension Conditions {
  /// What a condition asks for, as the file writes it; empty if it is not stated.
  package func wanted(_ name: ConditionName) -> [String] {
    switch name {
    case .topic: topics.map(\.text)
    case .kind: kinds.map(\.rawValue)
    case .region: places.map { $0 == .unknown ? Self.unknown : $0.key }
    case .membershipArea: areas.map { $0?.rawValue ?? Self.unknown }
    case .cooperative: cooperatives
    case .channel: channels.map(\.rawValue)
    case .words: words
    case .urgency: urgencies.map(\.rawValue)
    }
  }

  static let unknown = "unknown"

  /// The names of the conditions that are stated.
  package var stated: [ConditionName] { ConditionName.allCases.filter { !wanted($0).isEmpty } }

  package func holds(_ name: ConditionName, for facts: Facts) -> Bool {
    switch name {
    case .topic: topics.isEmpty || topics.contains { $0.contains(facts.topic) }
    case .kind: kinds.isEmpty || kinds.contains(facts.kind)
    case .region: places.isEmpty || places.contains { $0.holds(for: facts.region) }
    case .membershipArea: areas.isEmpty || areas.contains(facts.membershipArea)
    case .cooperative: cooperatives.isEmpty || facts.ownCooperativeName.map(cooperatives.contains) == true
    case .channel: channels.isEmpty || facts.channel.map(channels.contains) == true
    case .words: words.isEmpty || facts.words.contains { words.contains(FoundWord.normal($0)) }
    case .urgency: urgencies.isEmpty || urgencies.contains(facts.urgency ?? .ordinary)
    }
  }

  /// The index holds each: long lists in several conditions would multiply.
  static let maximumCombinations = 10_000

  var combinations: Int { max(1, topics.count) * max(1, places.count) * max(1, cooperatives.count) }

  /// What the index does not decide.
  func restHolds(for facts: Facts) -> Bool {
    holds(.channel, for: facts) && holds(.words, for: facts) && holds(.urgency, for: facts)
  }
}

extension Facts {
  /// What a condition meets in the case.
  package func found(_ name: ConditionName) -> String {
    switch name {
    case .topic: topic.text
    case .kind: kind.rawValue
    case .region: region?.text ?? Conditions.unknown
    case .membershipArea: membershipArea?.rawValue ?? Conditions.unknown
    case .cooperative: cooperative ?? "none"
    case .channel: channel?.rawValue ?? "none"
    case .words: words.isEmpty ? "none" : words.joined(separator: ", ")
    case .urgency: (urgency ?? .ordinary).rawValue
    }
  }
}

extension TopicCode {
  /// A group contains its topics: `ksp` contains `ksp.simpanan`.
  func contains(_ other: TopicCode) -> Bool { text == other.text || other.text.hasPrefix(text + ".") }

  /// The topic and the groups it lies in, the topic first.
  var chain: [String] {
    var codes = [text]
    while let last = codes.last, let dot = last.lastIndex(of: ".") { codes.append(String(last[..<dot])) }
    return codes
  }

  var depth: Int { chain.count }
}

extension RegionCode {
  /// The place and what it lies in, the place first.
  var chain: [String] {
    [13, 8, 5, 2].filter { $0 <= text.utf8.count }.map { String(text.prefix($0)) }
  }
}
