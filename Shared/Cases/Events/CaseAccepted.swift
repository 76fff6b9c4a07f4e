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
