import Foundation

/// What became of a publish: four different things, each with its own remedy.
package enum PublishOutcome: Sendable, Equatable {
  /// The broker has it, in a queue, on disk.
  case confirmed
  /// No queue was bound for it; the broker gave it back.
  case returned(code: Int, text: String)
  /// The broker could not take it (basic.nack): the queue is full, or its leader has died. A channel that was opened
  /// before the next leader was elected may get nothing else: see `Publisher`.
  case nacked
  /// No confirm came before the connection was lost or the time was over: perhaps the broker has it.
  case unknown(AMQPError)
}
