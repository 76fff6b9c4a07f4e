package import Cases
import Places
import Texts

/// What routing needs to know of a case: nothing that tells who the reporter is.
package struct Facts: Sendable, Hashable {
  package var topic: TopicCode
  package var kind: CaseKind
  package var region: RegionCode?
  package var membershipArea: MembershipArea?
  /// The cooperative's name, as `CooperativeName` writes it.
  package var cooperative: String?
  package var channel: Channel?
  package var urgency: Urgency?
  /// The words that carried the classifier's decision.
  package var words: [String]
  /// Whether the topic is sure enough to route without a person.
  package var sure: Bool

  package init(
    topic: TopicCode, kind: CaseKind, region: RegionCode? = nil, membershipArea: MembershipArea? = nil,
    cooperative: String? = nil, channel: Channel? = nil, urgency: Urgency? = nil, words: [String] = [],
    sure: Bool = true
  ) {
    self.topic = topic
    self.kind = kind
    self.region = region
    self.membershipArea = membershipArea
    self.cooperative = cooperative.flatMap(CooperativeName.normal)
    self.channel = channel
    self.urgency = urgency
    self.words = words
    self.sure = sure
  }

  /// What tells the cooperative apart, whatever its kind is called.
  var ownCooperativeName: String? { cooperative.flatMap { CooperativeName.own($0) } }

  package init(_ classification: Classification, _ report: Report) {
    self.init(
      topic: classification.topic, kind: classification.kind, region: classification.region,
      // A word of a later version says no more than nothing.
      membershipArea: classification.membershipArea.flatMap { $0.isListed ? $0 : nil },
      cooperative: classification.cooperative?.name ?? report.form.cooperative, channel: report.channel,
      urgency: classification.urgency, words: classification.clues.map(\.found), sure: classification.sure)
  }
}

extension Facts: Codable {
  package enum CodingKeys: String, CodingKey, CaseIterable {
    case topic, kind, region, cooperative, channel, urgency, words, sure
    case membershipArea = "membership_area"
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      topic: try values.decode(TopicCode.self, forKey: .topic), kind: try values.decode(CaseKind.self, forKey: .kind),
      region: try values.decodeIfPresent(RegionCode.self, forKey: .region),
      membershipArea: try values.decodeIfPresent(MembershipArea.self, forKey: .membershipArea),
      cooperative: try values.decodeIfPresent(String.self, forKey: .cooperative),
      channel: try values.decodeIfPresent(Channel.self, forKey: .channel),
      urgency: try values.decodeIfPresent(Urgency.self, forKey: .urgency),
      words: try values.decodeIfPresent([String].self, forKey: .words) ?? [],
      sure: try values.decodeIfPresent(Bool.self, forKey: .sure) ?? true)
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(topic, forKey: .topic)
    try values.encode(kind, forKey: .kind)
    try values.encodeIfPresent(region, forKey: .region)
    try values.encodeIfPresent(membershipArea, forKey: .membershipArea)
    try values.encodeIfPresent(cooperative, forKey: .cooperative)
    try values.encodeIfPresent(channel, forKey: .channel)
    try values.encodeIfPresent(urgency, forKey: .urgency)
    if !words.isEmpty { try values.encode(words, forKey: .words) }
    if !sure { try values.encode(sure, forKey: .sure) }
  }
}

/// One writing of a word that the classifier found: `bpkb*` is `bpkb`.
enum FoundWord {
  static func normal(_ word: String) -> String { String(word.lowercased().prefix { $0 != "*" }) }
}
