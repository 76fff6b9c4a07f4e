import struct Foundation.Date

/// Several cases about one cooperative and one topic: `situasi.4827193059`, after the first of them.
package struct SituationID: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package init(first number: CaseNumber) { text = Self.prefix + number.text }

  private static let prefix = "situasi."
  package static let shape = "a situation's id such as situasi.4827193059"
  package static let pattern = "^situasi\\.[0-9]{10}$"
  package static let sample = "situasi.4827193059"

  package static func isValid(_ text: String) -> Bool {
    text.hasPrefix(prefix) && CaseNumber.isValid(String(text.dropFirst(prefix.count)))
  }
}
