import Foundation

/// A message the broker gave us; it stays the broker's until it is acknowledged.
package struct Delivery: Sendable {
  package var tag: DeliveryTag
  package var exchange: String
  package var routingKey: String
  package var redelivered: Bool
  package var message: Message
}
