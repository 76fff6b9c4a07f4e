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
