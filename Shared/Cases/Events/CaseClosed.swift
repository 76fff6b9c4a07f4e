/// The case is settled.
package struct CaseClosed: CaseEvent {
  package static let type = EventType(unchecked: "case.closed.v1")
  package static let summary = "The case is settled."
  package var number: CaseNumber
  package var unit: UnitCode
  package var by: Party
  package var text: String?

  package init(number: CaseNumber, unit: UnitCode, by: Party, text: String?) {
    self.number = number
    self.unit = unit
    self.by = by
    self.text = text
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that had it.", "by": "Who closed it.", "text": "A last word, if any.",
  ]
}
