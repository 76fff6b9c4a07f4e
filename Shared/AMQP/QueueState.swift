import Threads
import CRabbitMQ

/// How a queue stands.
package struct QueueState: Sendable, Equatable {
  package let queue: String
  package let exists: Bool
  /// Ready to be delivered; what consumers hold is not counted.
  package let messages: Int
  package let consumers: Int
}
