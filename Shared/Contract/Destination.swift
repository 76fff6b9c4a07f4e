package import Cases

/// Where a fact is published: an exchange and a routing key that reach one queue, so that a confirm is that queue's, and
/// a return tells that this one is not there.
package struct Destination: Sendable, Hashable {
  package let exchange: String
  package let routingKey: String

  package init(exchange: String, routingKey: String) {
    self.exchange = exchange
    self.routingKey = routingKey
  }

  /// Every service that hears facts of this type.
  package static func hearers(of type: EventType) -> [Destination] { toHearers[type] ?? [] }

  /// One unit.
  package static func unit(_ unit: UnitCode, hears type: EventType) -> Destination {
    Destination(exchange: Flow.of(type)?.speaker.exchange ?? "", routingKey: BrokerNames.key(of: unit))
  }

  private static let toHearers = Dictionary(
    uniqueKeysWithValues: Flow.table.map { row in
      (
        row.type,
        row.hearers.map { Destination(exchange: row.speaker.exchange, routingKey: Flow.key(row.type, to: $0)) }
      )
    })
}
