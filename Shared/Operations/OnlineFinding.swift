/// What `check --online` has tried, and what came of it.
package struct OnlineFinding: Sendable, CustomStringConvertible {
  package let isRight: Bool
  private let what: String
  private let text: String

  package static func right(_ what: String, _ text: String) -> Self { Self(isRight: true, what: what, text: text) }
  package static func wrong(_ what: String, _ text: String) -> Self { Self(isRight: false, what: what, text: text) }

  package var description: String { "\(isRight ? "ok   " : "WRONG")  \(what)\t\(text.replacing("\n", with: " "))" }
}
