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
