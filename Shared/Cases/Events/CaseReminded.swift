/// The end of a deadline is near.
package struct CaseReminded: CaseEvent {
  package static let type = EventType(unchecked: "case.reminded.v1")
  package static let summary = "The end of a unit's deadline is near."
  package var number: CaseNumber
  package var unit: UnitCode
  package var deadline: Deadline
  /// How many working days the unit has left, today not counted.
  package var workingDaysLeft: Int

  package init(number: CaseNumber, unit: UnitCode, deadline: Deadline, workingDaysLeft: Int) {
    self.number = number
    self.unit = unit
    self.deadline = deadline
    self.workingDaysLeft = workingDaysLeft
  }

  enum CodingKeys: String, CodingKey {
    case number, unit, deadline
    case workingDaysLeft = "working_days_left"
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that has it.", "deadline": "By when it must answer.",
    "working_days_left": "How many working days are left, today not counted.",
  ]
}
