/// The unit says that the case is another's; `case.routed` for that one follows.
package struct CaseTransferred: CaseEvent {
  package static let type = EventType(unchecked: "case.transferred.v1")
  package static let summary = "The unit says that the case is another's; case.routed for that one follows."
  package var number: CaseNumber
  package var from: UnitCode
  package var to: UnitCode
  package var reason: String
  package var transfers: Int

  package init(number: CaseNumber, from: UnitCode, to: UnitCode, reason: String, transfers: Int) {
    self.number = number
    self.from = from
    self.to = to
    self.reason = reason
    self.transfers = transfers
  }

  package static let fields = [
    "number": "The case.", "from": "The unit that had it.", "to": "The unit that has it now.",
    "reason": "Why it is that unit's.", "transfers": "How often it was transferred.",
  ]
}
