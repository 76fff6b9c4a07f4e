/// The unit has taken the case up.
package struct CaseAccepted: CaseEvent {
  package static let type = EventType(unchecked: "case.accepted.v1")
  package static let summary = "The unit has taken the case up."
  package var number: CaseNumber
  package var unit: UnitCode

  package init(number: CaseNumber, unit: UnitCode) {
    self.number = number
    self.unit = unit
  }

  package static let fields = ["number": "The case.", "unit": "The unit that has it."]
}

/// The unit asks the reporter something; its clock stops.
package struct CaseAsked: CaseEvent {
  package static let type = EventType(unchecked: "case.asked.v1")
  package static let summary = "The unit asks the reporter something; its clock stops."
  package var number: CaseNumber
  package var unit: UnitCode
  package var question: String

  package init(number: CaseNumber, unit: UnitCode, question: String) {
    self.number = number
    self.unit = unit
    self.question = question
  }

  package static let fields = ["number": "The case.", "unit": "The unit that has it.", "question": "For the reporter."]
}

/// The reporter has answered the unit's question; the clock runs again.
package struct CaseReplied: CaseEvent {
  package static let type = EventType(unchecked: "case.replied.v1")
  package static let summary = "The reporter has said something: answered the unit's question, or added to it."
  package var number: CaseNumber
  package var unit: UnitCode
  package var text: String
  package var deadline: Deadline

  package init(number: CaseNumber, unit: UnitCode, text: String, deadline: Deadline) {
    self.number = number
    self.unit = unit
    self.text = text
    self.deadline = deadline
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that has it.", "text": "What the reporter said.",
    "deadline": "By when the unit must answer now.",
  ]
}

/// The unit has answered.
package struct CaseAnswered: CaseEvent {
  package static let type = EventType(unchecked: "case.answered.v1")
  package static let summary = "The unit has answered."
  package var number: CaseNumber
  package var unit: UnitCode
  package var answer: String

  package init(number: CaseNumber, unit: UnitCode, answer: String) {
    self.number = number
    self.unit = unit
    self.answer = answer
  }

  package static let fields = ["number": "The case.", "unit": "The unit that has it.", "answer": "For the reporter."]
}

/// The unit says that the case is another's; `case.routed` for that one follows.
package struct CaseTransferred: CaseEvent {
  package static let type = EventType(unchecked: "case.transferred.v1")
  package static let summary = "The unit says that the case is another's; case.routed for that one follows."
  package var number: CaseNumber
  package var from: UnitCode
  package var to: UnitCode
  package var reason: String
  package var transfers: Int

  package init(number: CaseNumber, from: UnitCode, to: UnitCode, reason: String, transfers: Int) {
    self.number = number
    self.from = from
    self.to = to
    self.reason = reason
    self.transfers = transfers
  }

  package static let fields = [
    "number": "The case.", "from": "The unit that had it.", "to": "The unit that has it now.",
    "reason": "Why it is that unit's.", "transfers": "How often it was transferred.",
  ]
}

/// The case is settled.
package struct CaseClosed: CaseEvent {
  package static let type = EventType(unchecked: "case.closed.v1")
  package static let summary = "The case is settled."
  package var number: CaseNumber
  package var unit: UnitCode
  package var by: Party
  package var text: String?

  package init(number: CaseNumber, unit: UnitCode, by: Party, text: String?) {
    self.number = number
    self.unit = unit
    self.by = by
    self.text = text
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that had it.", "by": "Who closed it.", "text": "A last word, if any.",
  ]
}

/// The reporter objects to the answer.
package struct CaseReopened: CaseEvent {
  package static let type = EventType(unchecked: "case.reopened.v1")
  package static let summary = "The reporter objects to the answer."
  package var number: CaseNumber
  package var unit: UnitCode
  package var objection: String
  package var deadline: Deadline

  package init(number: CaseNumber, unit: UnitCode, objection: String, deadline: Deadline) {
    self.number = number
    self.unit = unit
    self.objection = objection
    self.deadline = deadline
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that has it again.", "objection": "What the reporter says.",
    "deadline": "By when the unit must answer now.",
  ]
}
