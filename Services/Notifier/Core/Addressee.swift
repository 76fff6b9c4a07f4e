package import Cases
import Foundation

/// Whom a notice goes to. Nobody has confirmed that the address is the reporter's: so no word of the report's sender
/// stands in a mail, the name not either.
package struct Addressee: Sendable, Equatable {
  package var code: String
  package var language: Language

  package init(code: String, language: Language) {
    self.code = code
    self.language = language
  }
}
