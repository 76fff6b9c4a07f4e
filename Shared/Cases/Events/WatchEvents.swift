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

/// The deadline has passed without an answer: the case goes up the line, and the unit above may act on it.
package struct CaseOverdue: CaseEvent {
  package static let type = EventType(unchecked: "case.overdue.v1")
  package static let summary = "The deadline has passed without an answer; the unit above may act on the case now."
  package var number: CaseNumber
  package var unit: UnitCode
  /// The unit above that is told now; absent at the top of the line.
  package var superior: UnitCode?
  /// The how manieth step up the line it is, from 1.
  package var step: Int
  package var deadline: Deadline
  package var report: Report
  package var classification: Classification

  package init(
    number: CaseNumber, unit: UnitCode, superior: UnitCode?, step: Int, deadline: Deadline, report: Report,
    classification: Classification
  ) {
    self.number = number
    self.unit = unit
    self.superior = superior
    self.step = step
    self.deadline = deadline
    self.report = report
    self.classification = classification
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that has it.",
    "superior": "The unit above that may act on it from now on; absent at the top of the line.",
    "step": "Which step up the line it is, from 1.", "deadline": "By when it had to be answered.",
    "report": "What was told.", "classification": "What it is about, and why.",
  ]
}

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
