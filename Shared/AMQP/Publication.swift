import Foundation

/// A message and where it goes. Always persistent and mandatory: a publish that reaches no queue comes back.
package struct Publication: Sendable, Equatable {
  package var exchange: String
  package var routingKey: String
  package var message: Message

  package init(exchange: String, routingKey: String, message: Message) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.message = message
  }
}
