package import AMQP
import Cases
import Foundation

/// A message as it came from a queue, or from the service's own keeping when it is tried again.
package struct Incoming: Sendable {
  package let queue: String
  package let exchange: String
  package let routingKey: String
  package let message: Message
  /// Whether a consumer had it before and did not acknowledge it: perhaps it died of it.
  let isRedelivered: Bool

  package init(queue: String, exchange: String, routingKey: String, message: Message, isRedelivered: Bool = false) {
    self.queue = queue
    self.exchange = exchange
    self.routingKey = routingKey
    self.message = message
    self.isRedelivered = isRedelivered
  }

  init(_ delivery: Delivery, queue: String) {
    self.init(
      queue: queue, exchange: delivery.exchange, routingKey: delivery.routingKey, message: delivery.message,
      isRedelivered: delivery.redelivered)
  }

  /// The same for each delivery of the same message. Ids of strangers may repeat: only the same content under the
  /// same id is the same message.
  var key: String {
    [queue, message.userID ?? "", message.messageID ?? "", Fingerprint.of(message.body)].joined(separator: "/")
  }
}
