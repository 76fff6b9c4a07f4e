import NIOConcurrencyHelpers

/// What a queue's runner is at, for readiness: a batch in hand that does not come to an end is a consumer that is stuck.
final class StageProgress: Sendable {
  private struct State {
    var workingSince: ContinuousClock.Instant?
    var messages = 0
    var trouble: String?
  }

  private let state = NIOLockedValueBox(State())
  private static let patience = Duration.seconds(15)

  func began(_ messages: Int) {
    state.withLockedValue { $0 = State(workingSince: .now, messages: messages) }
  }

  func failed(_ error: any Error) { state.withLockedValue { $0.trouble = "\(error)" } }

  func ended() { state.withLockedValue { $0 = State() } }

  /// Whether a batch is in hand.
  var isAtWork: Bool { state.withLockedValue { $0.workingSince != nil } }

  var problem: String? {
    state.withLockedValue { state in
      guard let since = state.workingSince else { return nil }
      let age = ContinuousClock.now - since
      let words = "\(state.messages) messages in hand for \(Int(age / .seconds(1))) s"
      if let trouble = state.trouble { return "\(words): \(trouble)" }
      return age > Self.patience ? words : nil
    }
  }
}
