/// Intake has stored a case and given it a number.
package struct CaseReceived: CaseEvent {
  package static let type = EventType(unchecked: "case.received.v1")
  package static let summary = "Intake has stored a case and given it a number."

  package var number: CaseNumber
  package var report: Report

  package init(number: CaseNumber, report: Report) {
    self.number = number
    self.report = report
  }

  package static let fields = ["number": "The case.", "report": "What was told."]
}
