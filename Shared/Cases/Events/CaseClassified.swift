/// Topic, kind and place of a case are known, or known to be unsure.
package struct CaseClassified: CaseEvent {
  package static let type = EventType(unchecked: "case.classified.v1")
  package static let summary = "Topic, kind and place of a case are known, or known to be unsure."

  package var number: CaseNumber
  package var report: Report
  package var classification: Classification

  package init(number: CaseNumber, report: Report, classification: Classification) {
    self.number = number
    self.report = report
    self.classification = classification
  }

  package static let fields = [
    "number": "The case.", "report": "What was told.", "classification": "What it is about, and why.",
  ]
}
