/// Who the reporter of a `terbuka` case is. Personal: for the unit that answers it, alone.
package struct ContactDisclosed: CaseEvent {
  package static let type = EventType(unchecked: "contact.disclosed.v1")
  package static let summary =
    "Who the reporter of a terbuka case is; personal, for the unit that answers it, alone. Its sequence is that of the case.routed it belongs to."

  package var number: CaseNumber
  package var unit: UnitCode
  package var name: String?
  package var phone: String?
  package var email: String?

  package init(number: CaseNumber, unit: UnitCode, name: String?, phone: String?, email: String?) {
    self.number = number
    self.unit = unit
    self.name = name
    self.phone = phone
    self.email = email
  }

  package static let fields = [
    "number": "The case.", "unit": "The unit that answers it.", "name": "The reporter's name.",
    "phone": "The reporter's phone number.", "email": "The reporter's mail address.",
  ]
}
