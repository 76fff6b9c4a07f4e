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
