package import struct Foundation.Date

/// Several reporters tell of one cooperative and one topic: an early warning, said once.
package struct SituationNoticed: Event {
  package static let type = EventType(unchecked: "situation.noticed.v1")
  package static let summary = "Several reporters tell of one cooperative and one topic: an early warning, said once."
  package var id: SituationID
  package var cooperative: String
  package var topic: TopicCode
  package var region: RegionCode?
  package var since: Date
  package var cases: [CaseNumber]

  package var subject: String { id.text }

  package init(
    id: SituationID, cooperative: String, topic: TopicCode, region: RegionCode?, since: Date, cases: [CaseNumber]
  ) {
    self.id = id
    self.cooperative = cooperative
    self.topic = topic
    self.region = region
    self.since = since
    self.cases = cases
  }

  package static let fields = [
    "id": "The situation.", "cooperative": "The cooperative's name, in one writing.",
    "topic": "What the cases are about.", "region": "The cooperative's place, as far as it is known.",
    "since": "When the first case came.", "cases": "The cases so far.",
  ]
}

/// Several cases about one cooperative and one topic: `situasi.4827193059`, after the first of them.
package struct SituationID: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package init(first number: CaseNumber) { text = Self.prefix + number.text }

  private static let prefix = "situasi."
  package static let shape = "a situation's id such as situasi.4827193059"
  package static let pattern = "^situasi\\.[0-9]{10}$"
  package static let sample = "situasi.4827193059"

  package static func isValid(_ text: String) -> Bool {
    text.hasPrefix(prefix) && CaseNumber.isValid(String(text.dropFirst(prefix.count)))
  }
}

/// What a unit is told of the others.
package struct SituationNote: Codable, Sendable, Equatable, Documented {
  package var id: SituationID
  package var others: Int

  package init(id: SituationID, others: Int) {
    self.id = id
    self.others = others
  }

  package static let fields = ["id": "The situation.", "others": "How many other cases belong to it so far."]
}
