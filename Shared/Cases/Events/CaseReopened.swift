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
