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
