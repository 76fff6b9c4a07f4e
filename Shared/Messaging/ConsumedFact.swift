import AMQP
package import Cases
package import Foundation

/// A fact as one service hears it: the envelope, and what the service reads of the content.
///
/// `Content` is the service's own closed enum, with a case for each type that `Flow` lets it hear; so its stage's switch
/// has no default, and what is not read is not decoded.
package struct ConsumedFact<Content: ConsumedContent>: Consumable {
  package let id: EventID
  package let time: Date
  /// The fact's place in the case's history, from 1.
  package let sequence: Int
  package let content: Content
  /// The whole event as it came.
  package let body: Data

  package static func admission(of incoming: Incoming) -> Admission { .ofFact(incoming) }

  /// - Throws: `DecodingError`, or `UnreadableMessage` for a type that is none of the service's.
  package init(consuming incoming: Incoming) throws {
    let type = incoming.message.type
    guard let reader = Content.readers.first(where: { $0.type.text == type }) else {
      throw UnreadableMessage(type: type, expected: Content.readers.map(\.type))
    }
    self = try reader.read(incoming)
  }

  init<Read: EventContent>(_ event: CloudEvent<Read>, _ content: Content, _ incoming: Incoming) {
    id = event.id
    time = event.time
    sequence = event.sequence
    self.content = content
    body = incoming.message.body
  }

  package var deduplicationKey: String { id.text }

  package var saidAt: Date? { time }
}
