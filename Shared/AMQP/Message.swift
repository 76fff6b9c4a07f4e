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
