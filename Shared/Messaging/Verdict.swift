/// What becomes of a message that was handled.
package enum Verdict: Sendable, Equatable {
  case done
  /// "Never": the message goes to the dead letters, with the reason.
  case rejected(String)
}
