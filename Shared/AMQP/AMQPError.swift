/// Why a call to the broker did not succeed, and whether trying again can help.
package struct AMQPError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What went wrong, by what can be done about it.
  package enum Reason: Sendable, Equatable {
    /// The address, a file or an argument is wrong.
    case invalid
    /// No address answered.
    case unreachable
    /// The broker does not accept the account, or forbids what was tried (AMQP 403).
    case accessRefused
    /// The connection or channel ended while the call was waiting.
    case connectionLost
    /// The broker did not answer in time.
    case timedOut
    /// The broker has asked publishers to hold back, for longer than the caller waits.
    case heldBack
    /// The client was closed, or the waiting task was cancelled.
    case closed
  }

  package let reason: Reason
  /// What was tried, and what was found.
  package let detail: String
  /// AMQP's reply code, where the broker gave one: 404 no such queue, 406 a precondition failed.
  package let replyCode: Int?

  package init(_ reason: Reason, _ detail: String, replyCode: Int? = nil) {
    self.reason = reason
    self.detail = detail
    self.replyCode = replyCode
  }

  /// What the broker says when it closes a channel or connection.
  init(closed code: Int, _ detail: String) {
    self.init(code == 403 ? .accessRefused : .connectionLost, detail, replyCode: code)
  }

  /// Whether the broker closed the channel over what was asked of it: no right to it, no such exchange or queue, or a
  /// message that it does not take. Another connection does not help.
  package var isChannelException: Bool { replyCode.map { [403, 404, 406].contains($0) } ?? false }

  package var description: String { replyCode.map { "\(reason) (\($0)): \(detail)" } ?? "\(reason): \(detail)" }
}
