import Cases
import Texts

/// How somebody is reached, as a line of text whose numbers and addresses can be tapped.
package struct ContactLine: Sendable, Equatable {
  /// A piece of the line; the plain ones lead nowhere.
  package struct Part: Sendable, Equatable {
    package let text: String
    package let href: String?
  }

  package let parts: [Part]

  package init(_ text: String) {
    var parts: [Part] = []
    var rest = text[...]
    while let match = rest.firstMatch(of: Self.target) {
      if match.range.lowerBound > rest.startIndex {
        parts.append(Part(text: String(rest[..<match.range.lowerBound]), href: nil))
      }
      let before = rest[..<match.range.lowerBound].lowercased()
      parts.append(
        Part(text: String(match.output), href: Self.href(String(match.output), isChat: before.hasSuffix("whatsapp "))))
      rest = rest[match.range.upperBound...]
    }
    if !rest.isEmpty { parts.append(Part(text: String(rest), href: nil)) }
    self.parts = parts
  }

  /// A page, a mail address, or a number of at least six digits.
  private static var target: Regex<Substring> {
    #/https?://[^\s,;]+[^\s,;.]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?[0-9][0-9 ()-]{4,20}[0-9]/#
  }

  private static func href(_ found: String, isChat: Bool) -> String {
    if found.hasPrefix("http") { return found }
    if found.contains("@") { return "mailto:\(found)" }
    let digits = found.filter(\.isNumber)
    let international = digits.hasPrefix("0") ? "62\(digits.dropFirst())" : digits
    if isChat { return "https://wa.me/\(international)" }
    // 1500-587 and other short numbers are dialled as they are.
    return digits.hasPrefix("0") || found.hasPrefix("+") ? "tel:+\(international)" : "tel:\(digits)"
  }
}
