/// How to reach the reporter. Personal: for the notifier alone.
package struct ContactRecorded: CaseEvent {
  package static let type = EventType(unchecked: "contact.recorded.v1")
  package static let summary = "How to reach the reporter; personal, for the notifier alone."

  package var number: CaseNumber
  package var name: String?
  package var phone: String?
  package var email: String?
  /// The code that came with the receipt: the second factor for tracking.
  package var code: String
  package var language: Language

  package init(
    number: CaseNumber, name: String?, phone: String?, email: String?, code: String, language: Language
  ) {
    self.number = number
    self.name = name
    self.phone = phone
    self.email = email
    self.code = code
    self.language = language
  }

  package static let fields = [
    "number": "The case.", "name": "The reporter's name.", "phone": "The reporter's phone number.",
    "email": "The reporter's mail address.", "code": "The code that came with the receipt.",
    "language": "The language of what the reporter reads.",
  ]
}
