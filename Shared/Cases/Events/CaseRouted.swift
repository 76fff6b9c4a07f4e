import struct Foundation.Date

/// A unit has the case: the whole of it, why it got it, and by when it must answer.
package struct CaseRouted: CaseEvent {
  package static let type = EventType(unchecked: "case.routed.v1")
  package static let summary = "A unit has the case: the whole of it, why it got it, by when it must answer."

  package var number: CaseNumber
  package var unit: UnitCode
  package var unitName: String
  /// Units that get a copy and do not have to answer.
  package var cc: [UnitCode]
  /// The rule that decided, and a sentence for people.
  package var rule: String
  package var reason: String
  package var deadline: Deadline
  /// Where the reporter finds the institution outside, if the case was handed on to one.
  package var handedOn: String?
  package var transfers: Int
  package var report: Report
  package var classification: Classification
  /// The id of the rule book that decided.
  package var policy: String
  package var explanation: RoutingExplanation?
  /// The situation that the case belongs to, if it is one of several about the same.
  package var situation: SituationNote?

  package init(
    number: CaseNumber, unit: UnitCode, unitName: String, cc: [UnitCode], rule: String, reason: String,
    deadline: Deadline, handedOn: String?, transfers: Int, report: Report, classification: Classification,
    policy: String, explanation: RoutingExplanation? = nil, situation: SituationNote? = nil
  ) {
    self.number = number
    self.unit = unit
    self.unitName = unitName
    self.cc = cc
    self.rule = rule
    self.reason = reason
    self.deadline = deadline
    self.handedOn = handedOn
    self.transfers = transfers
    self.report = report
    self.classification = classification
    self.policy = policy
    self.explanation = explanation
    self.situation = situation
  }

  enum CodingKeys: String, CodingKey {
    case number, unit, cc, rule, reason, deadline, transfers, report, classification, policy, explanation
    case situation
    case unitName = "unit_name"
    case handedOn = "handed_on"
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that must answer.", "unit_name": "Its name.",
    "cc": "Units that get a copy and do not have to answer.", "rule": "The rule that decided.",
    "reason": "Why, in a sentence for people.", "deadline": "By when the unit must answer.",
    "handed_on": "How to reach the institution outside, if the case was handed on to one.",
    "transfers": "How often it was transferred before.", "report": "What was told.",
    "classification": "What it is about, and why.", "policy": "The id of the rule book that decided.",
    "explanation": "Why the rule fits, and how it led to the unit.",
    "situation": "The situation that the case belongs to, if it is one of several about the same.",
  ]
}
