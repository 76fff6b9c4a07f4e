import AMQP
import Foundation

/// A message as the tables `deferred` and `dead` keep it: everything needed to handle it again.
struct KeptMessage: Codable {
  let exchange: String
  let routingKey: String
  let contentType: String?
  let messageID: String?
  let correlationID: String?
  let type: String?
  let userID: String?
  let headers: [String: String]
  let body: Data

  init(_ incoming: Incoming, longest: Int = .max) {
    exchange = incoming.exchange
    routingKey = incoming.routingKey
    contentType = incoming.message.contentType
    messageID = incoming.message.messageID
    correlationID = incoming.message.correlationID
    type = incoming.message.type
    userID = incoming.message.userID
    headers = incoming.message.headers
    body = incoming.message.body.prefix(longest)
  }

  func incoming(queue: String) -> Incoming {
    Incoming(
      queue: queue, exchange: exchange, routingKey: routingKey,
      message: Message(
        body: body, contentType: contentType, messageID: messageID, correlationID: correlationID, type: type,
        userID: userID, headers: headers))
  }

  func encoded() throws -> Data { try JSONEncoder().encode(self) }

  static func decode(_ data: Data) throws -> KeptMessage { try JSONDecoder().decode(KeptMessage.self, from: data) }
}
