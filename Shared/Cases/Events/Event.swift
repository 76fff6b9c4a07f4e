/// A fact about a case, said in the past tense. It grows by optional fields only; a breaking change is a
/// new type with a higher version beside the old one.
package protocol Event: Codable, Sendable, Equatable, Documented {
  static var type: EventType { get }
  /// One sentence for the contract.
  static var summary: String { get }

  /// What it speaks of: a case's number, where there is one. Also the message's correlation id.
  var subject: String { get }
}

/// An event that speaks of one case.
package protocol CaseEvent: Event {
  var number: CaseNumber { get }
}

extension CaseEvent {
  package var subject: String { number.text }
}
