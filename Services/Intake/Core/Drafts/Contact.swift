import Cases

/// How to reach the reporter.
package struct Contact: Sendable, Equatable {
  package var name: String?
  package var phone: String?
  package var email: String?
}
