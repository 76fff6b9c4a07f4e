package import Cases
package import Foundation

/// What anybody may know of a case who knows its number.
package struct PublicCase: Sendable, Equatable {
  package var number: CaseNumber
  package var state: CaseState
  package var topic: TopicCode?
  package var unitName: String?
  /// How to reach the institution that a case was handed on to.
  package var handedOn: String?
  package var receivedAt: Date
  package var updatedAt: Date
  package var dueAt: Date?
  /// The working days of that deadline.
  package var dueDays: Int?
  /// Why its unit has it, in a sentence for people, and the law or regulation behind it.
  package var why: String?
  package var basis: String?
  package var location: Location?
  /// What the public list calls it: its number is known to its reporter, and helps to guess.
  package var publicID: String

  package init(
    number: CaseNumber, publicID: String, state: CaseState, topic: TopicCode?, unitName: String?, handedOn: String?,
    receivedAt: Date,
    updatedAt: Date, dueAt: Date?
  ) {
    self.number = number
    self.publicID = publicID
    self.state = state
    self.topic = topic
    self.unitName = unitName
    self.handedOn = handedOn
    self.receivedAt = receivedAt
    self.updatedAt = updatedAt
    self.dueAt = dueAt
  }

  /// For `GET /cases/{number}`.
  package var json: JSONValue {
    [
      "number": .text(number.text), "state": .text(state.rawValue), "state_text": .text(state.indonesian),
      "unit": unitName.map { .text($0) } ?? .null, "handed_on": handedOn.map { .text($0) } ?? .null,
      "received_at": .text(EventCoding.format(receivedAt)), "updated_at": .text(EventCoding.format(updatedAt)),
      "due_at": dueAt.map { .text(EventCoding.format($0)) } ?? .null,
    ]
  }
}
