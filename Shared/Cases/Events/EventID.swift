/// What makes an event itself: a redelivery or a second saying of the same fact has the same id.
package struct EventID: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package static let shape = "an event's id: 1 to 128 visible ASCII characters"
  package static let pattern = "^[!-~]{1,128}$"
  package static let sample = "4827193059.3.case.routed.v1"

  package static func isValid(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count) && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
  }

  /// Derived, not random: two classifiers that handle the same case say the same event.
  package static func derived(_ subject: String, step: some CustomStringConvertible, _ type: EventType) -> EventID {
    EventID(unchecked: "\(subject).\(step).\(type.text)")
  }
}
