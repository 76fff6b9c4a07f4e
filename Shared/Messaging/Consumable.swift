import AMQP
package import Cases
package import Foundation

/// What a stage can hear: one kind of event, or an enum of several.
package protocol Consumable: Sendable {
  /// Asked before anything is decoded.
  static func admission(of incoming: Incoming) -> Admission

  /// Who sent it, where many send to one queue and take turns; nil where one account does.
  static func sender(of incoming: Incoming) -> String?

  /// - Throws: `DecodingError` or `UnreadableMessage`; the message is bad for good then.
  init(consuming incoming: Incoming) throws

  /// The same for each delivery and each saying of the same fact, and different for all else.
  var deduplicationKey: String { get }

  /// When it was said; nil where that is not told.
  var saidAt: Date? { get }
}

extension Consumable {
  package static func admission(of incoming: Incoming) -> Admission { .taken }

  package static func sender(of incoming: Incoming) -> String? { nil }

  package var saidAt: Date? { nil }
}

/// A message that the stage does not know what to do with.
package struct UnreadableMessage: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  package init(type: String?, expected: [EventType]) {
    let wanted = expected.map(\.text).joined(separator: ", ")
    description = "found event type '\((type ?? "none").prefix(60))', expected one of \(wanted)"
  }
}

extension CloudEvent: Consumable {
  package init(consuming incoming: Incoming) throws {
    if let type = incoming.message.contentType, !EventCoding.isEventJSON(type) {
      throw UnreadableMessage("found content type '\(type.prefix(60))', expected \(Self.mediaType)")
    }
    let bytes = incoming.message.body.count
    guard bytes <= EventCoding.maximumBytes else {
      throw UnreadableMessage("the body has \(bytes) bytes, expected at most \(EventCoding.maximumBytes)")
    }
    self = try EventCoding.decode(CloudEvent<Content>.self, from: incoming.message.body)
    // An id belongs to its fact: who says one fact cannot take the id of another, and have that one passed over.
    let expected = EventID.derived(data.subject, step: sequence, Content.type)
    let isOutsideTheSequence =
      sequence == 0 && id.text.hasPrefix(data.subject + ".") && id.text.hasSuffix("." + Content.type.text)
    guard id == expected || isOutsideTheSequence else {
      throw UnreadableMessage("found id '\(id)', expected '\(expected)'")
    }
  }

  package var deduplicationKey: String { id.text }

  package var saidAt: Date? { time }
}
