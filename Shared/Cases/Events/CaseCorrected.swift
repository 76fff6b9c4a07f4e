/// A person has changed what a case is about or where it belongs: the classifier learns from it.
package struct CaseCorrected: CaseEvent {
  package static let type = EventType(unchecked: "case.corrected.v1")
  package static let summary = "A person has changed what a case is about or where it belongs."

  package var number: CaseNumber
  /// Who says so.
  package var unit: UnitCode
  package var reason: String
  package var report: Report
  /// As it was, and as it is now.
  package var before: Classification
  package var classification: Classification

  package init(
    number: CaseNumber, unit: UnitCode, reason: String, report: Report, before: Classification,
    classification: Classification
  ) {
    self.number = number
    self.unit = unit
    self.reason = reason
    self.report = report
    self.before = before
    self.classification = classification
  }

  package static let fields = [
    "number": "The case.", "unit": "Who says so.", "reason": "Why.", "report": "What was told.",
    "before": "What the case was taken for.", "classification": "What it is about.",
  ]
}
