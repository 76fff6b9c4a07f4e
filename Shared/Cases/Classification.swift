/// What the classifier found in a report, how sure it is, and why.
package struct Classification: Codable, Sendable, Equatable, Documented {
  package var topic: TopicCode
  package var kind: CaseKind
  /// The cooperative's or business's place as deep as it is known.
  package var region: RegionCode?
  /// Places that were meant perhaps, where no clue decides between them.
  package var candidates: [RegionCode]
  package var membershipArea: MembershipArea?
  /// Absent where nothing speaks for urgency.
  package var urgency: Urgency?
  /// From 0 to 1: how likely the topic is right.
  package var confidence: Double
  /// Whether that is enough to route without a person.
  package var sure: Bool
  package var clues: [Clue]
  /// The next best topics, best first, at most three.
  package var guesses: [Guess]
  /// Where two sources disagree, a sentence each.
  package var contradictions: [String]
  /// The model that decided.
  package var model: String
  /// The topic files it decided with; absent where a person decided.
  package var topicFiles: String?
  /// The cooperative of the registry that is meant.
  package var cooperative: CooperativeMatch?
  /// What personal numbers the text holds: only the unit that answers sees them.
  package var personalNumbers: [PersonalNumber]?

  package init(
    topic: TopicCode, kind: CaseKind, region: RegionCode? = nil, candidates: [RegionCode] = [],
    membershipArea: MembershipArea? = nil, urgency: Urgency? = nil, confidence: Double, sure: Bool, clues: [Clue] = [],
    guesses: [Guess] = [], contradictions: [String] = [], model: String, topicFiles: String? = nil,
    cooperative: CooperativeMatch? = nil, personalNumbers: [PersonalNumber]? = nil
  ) {
    self.topic = topic
    self.kind = kind
    self.region = region
    self.candidates = candidates
    self.membershipArea = membershipArea
    self.urgency = urgency
    self.confidence = confidence
    self.sure = sure
    self.clues = clues
    self.guesses = guesses
    self.contradictions = contradictions
    self.model = model
    self.topicFiles = topicFiles
    self.cooperative = cooperative
    self.personalNumbers = personalNumbers
  }

  enum CodingKeys: String, CodingKey {
    case topic, kind, region, candidates, urgency, confidence, sure, clues, guesses, contradictions, model
    case cooperative
    case membershipArea = "membership_area"
    case topicFiles = "topic_files"
    case personalNumbers = "personal_numbers"
  }

  package static let fields = [
    "topic": "What the case is about.",
    "kind": "What the reporter wants.",
    "region": "The cooperative's or business's place as deep as it is known.",
    "candidates": "Places that were meant perhaps, where no clue decides between them.",
    "membership_area": "Where the cooperative's members live.",
    "urgency": "Whether somebody is harmed while the case waits.",
    "confidence": "From 0 to 1: how likely the topic is right.",
    "sure": "Whether that is enough to route without a person.",
    "clues": "The words and fields that carried the decision.",
    "guesses": "The best topics, best first.",
    "contradictions": "Where two sources disagree.",
    "model": "The version of the model that decided.",
    "topic_files": "The version of the topic files it decided with; absent where a person decided.",
    "cooperative": "The cooperative of the registry that is meant.",
    "personal_numbers": "Personal numbers that the text holds; only the unit that answers sees them.",
  ]
}
