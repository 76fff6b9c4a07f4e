import Cases
package import Topics

/// What is said at once to messages that are no case, from what the operator states.
package struct CentreAnswers: Sendable {
  package let hours: String
  package let contact: String
  private let address: String

  /// - Parameters:
  ///   - hours: when the call centre can be reached; empty where that is not told.
  ///   - contact: how; the same.
  ///   - address: that of the public door.
  package init(hours: String, contact: String, address: String) {
    self.hours = hours
    self.contact = contact
    self.address = address
  }

  /// - Returns: nil where nothing is sure to be an answer.
  package func answer(to message: MessagePurpose, _ text: String) -> String? {
    switch message {
    case .hours: hours.isEmpty ? nil : "Pusat panggilan kami melayani \(hours)."
    case .contact: contact.isEmpty ? nil : "Pusat panggilan kami dapat dihubungi melalui \(contact)."
    // Not how it stands, nor whether there is such a case: that is told where wrong numbers are counted.
    case .state: "Keadaan laporan Anda dapat dilihat di \(address)/lacak\(Self.query(text))"
    case .thanks, .greeting, .bulk: nil
    }
  }

  private static func query(_ text: String) -> String {
    CaseNumber.named(in: text).first.map { "?nomor=\($0)" } ?? ""
  }
}
