import AMQP
package import Cases
import Foundation

/// How bytes of one type of event become a case of a service's enum.
package struct FactReader<Content: ConsumedContent>: Sendable {
  package let type: EventType
  let read: @Sendable (Incoming) throws -> ConsumedFact<Content>

  /// - Parameter content: an event, or an outline of one.
  package init<Read: EventContent>(_ content: @escaping @Sendable (Read) -> Content) {
    type = Read.type
    read = { incoming in
      let event = try CloudEvent<Read>(consuming: incoming)
      return ConsumedFact(event, content(event.data), incoming)
    }
  }
}
