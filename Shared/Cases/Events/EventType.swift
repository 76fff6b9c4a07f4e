/// The name and version of a fact, which is also its routing key: `case.received.v1`.
package struct EventType: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package static let shape = "an event type such as case.received.v1"
  package static let pattern = "^[a-z_]+\\.[a-z_]+\\.v[0-9]+$"
  package static let sample = "case.received.v1"

  package static func isValid(_ text: String) -> Bool {
    text.utf8.count <= 60 && text.hasSuffixVersion && UnitCode.isValid(text)
  }
}

extension String {
  fileprivate var hasSuffixVersion: Bool {
    guard let dot = lastIndex(of: "."), self[dot...].hasPrefix(".v") else { return false }
    return Int(self[index(dot, offsetBy: 2)...]) != nil
  }
}
