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
