package import Foundation

/// A message as AMQP knows it: a body and its properties.
package struct Message: Sendable, Equatable {
  package var body: Data
  package var contentType: String?
  package var messageID: String?
  package var correlationID: String?
  package var type: String?
  /// The account that sent it. The broker refuses a false one, so a present one is vouched for.
  package var userID: String?
  /// Text headers; others are dropped when received.
  package var headers: [String: String]

  package init(
    body: Data, contentType: String? = nil, messageID: String? = nil, correlationID: String? = nil,
    type: String? = nil, userID: String? = nil, headers: [String: String] = [:]
  ) {
    self.body = body
    self.contentType = contentType
    self.messageID = messageID
    self.correlationID = correlationID
    self.type = type
    self.userID = userID
    self.headers = headers
  }
}

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

/// A message the broker gave us; it stays the broker's until it is acknowledged.
package struct Delivery: Sendable {
  package var tag: DeliveryTag
  package var exchange: String
  package var routingKey: String
  package var redelivered: Bool
  package var message: Message
}

/// Names a delivery on the connection that it came by: on a later connection it means nothing.
package struct DeliveryTag: Sendable, Equatable {
  let generation: Int
  let value: UInt64
}
