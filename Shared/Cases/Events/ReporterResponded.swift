/// The reporter has said something about the case, at intake's door. The router checks it.
package struct ReporterResponded: CaseEvent {
  package static let type = EventType(unchecked: "reporter.responded.v1")
  package static let summary = "The reporter has said something about the case; the router checks it."

  package var number: CaseNumber
  package var response: ReporterResponse
  package var text: String

  package init(number: CaseNumber, response: ReporterResponse, text: String) {
    self.number = number
    self.response = response
    self.text = text
  }

  package static let fields = [
    "number": "The case.", "response": "What it means for the case.", "text": "In the reporter's words; may be empty.",
  ]
}
