package import Cases
package import Foundation
package import GRDB

/// What a stage works with while it handles one message: the transaction, the time, and what to say.
/// It cannot be copied, so it cannot outlive the transaction.
package struct Work: ~Copyable {
  package let db: Database
  /// The time of the batch: one for all its messages, so that a replay can be told what it was.
  package let now: Date
  /// Who says the events, as a CloudEvents source.
  package let source: String
  let trace: TraceContext
  let outbox: Outbox

  /// Says a fact about a case to who listens on the exchange `cases`.
  package borrowing func say(_ content: some Event, sequence: Int) throws {
    try say(content, sequence: sequence, to: [.fact(type(of: content).type)])
  }

  /// Says a fact to named destinations. It is published after the commit, and kept until it is confirmed.
  package borrowing func say(_ content: some Event, sequence: Int, to destinations: [Destination]) throws {
    try say(CloudEvent(content, sequence: sequence, source: source, time: now), to: destinations)
  }

  package borrowing func say(_ event: CloudEvent<some Event>, to destinations: [Destination]) throws {
    try outbox.add(event, to: destinations, trace: trace, at: now, in: db)
  }
}

/// Where a message goes: an exchange and a routing key.
package struct Destination: Sendable, Equatable {
  package let exchange: String
  package let routingKey: String

  package init(exchange: String, routingKey: String) {
    self.exchange = exchange
    self.routingKey = routingKey
  }

  /// To everybody who hears facts of this type.
  package static func fact(_ type: EventType) -> Destination {
    Destination(exchange: Topology.casesExchange, routingKey: type.text)
  }

  /// To one unit's queue.
  package static func unit(_ unit: UnitCode) -> Destination {
    Destination(exchange: Topology.unitsExchange, routingKey: unit.text)
  }
}
