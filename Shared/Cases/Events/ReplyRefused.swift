/// A unit's reply was not taken: what was wrong, and what was expected. Sent to that unit's queue.
package struct ReplyRefused: Event {
  package static let type = EventType(unchecked: "reply.refused.v1")
  package static let summary = "A unit's reply was not taken: what was wrong, and what was expected."

  /// The case the reply spoke of, where that could be read.
  package var number: CaseNumber?
  package var unit: UnitCode
  package var reason: String
  package var expected: String
  /// The reply's id, as far as it had one.
  package var reply: String?
  /// The reply as it was received, at most 2,000 characters; of several that were not kept the ids, a line each.
  package var received: String

  package var subject: String { number?.text ?? unit.text }

  package init(
    number: CaseNumber?, unit: UnitCode, reason: String, expected: String, reply: String?, received: String
  ) {
    self.number = number
    self.unit = unit
    self.reason = reason
    self.expected = expected
    self.reply = reply
    self.received = received
  }

  package static let fields = [
    "number": "The case the reply spoke of, where that could be read.", "unit": "The unit that sent it.",
    "reason": "What was wrong.",
    "expected": "What would have been right.", "reply": "The reply's id, as far as it had one.",
    "received":
      "The reply as it was received, at most 2,000 characters; of several that were not kept the ids, a line each.",
  ]
}
