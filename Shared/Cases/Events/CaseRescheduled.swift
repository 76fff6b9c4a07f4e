/// A deadline has moved, because holidays were decreed or hours changed.
package struct CaseRescheduled: CaseEvent {
  package static let type = EventType(unchecked: "case.rescheduled.v1")
  package static let summary = "A deadline has moved, because holidays were decreed or hours changed."
  package var number: CaseNumber
  package var unit: UnitCode
  package var deadline: Deadline

  package init(number: CaseNumber, unit: UnitCode, deadline: Deadline) {
    self.number = number
    self.unit = unit
    self.deadline = deadline
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that has it.", "deadline": "By when it must answer now.",
  ]
}
