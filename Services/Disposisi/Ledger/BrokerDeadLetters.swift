import AMQP
import Cases
import Logging

/// What the broker itself has put aside, after too many deliveries: looked at, and left where it is.
enum BrokerDeadLetters {
  private static let limit = 10_000

  /// - Returns: the queue that each was in, and which case it is about.
  static func look() async throws -> [(queue: String, message: HeldMessage)] {
    let settings: BrokerSettings
    let count: Int
    do {
      settings = try .ofOperator()
      let inspector = QueueInspector(settings, name: "disposisi ledger")
      count = min(limit, try await inspector.inspect([Topology.deadQueue]).first?.messages ?? 0)
    } catch let error as AMQPError {
      throw LedgerError("the broker does not answer: \(error)")
    }
    var logger = Logger(label: "disposisi")
    logger.logLevel = .critical
    var found: [(queue: String, message: HeldMessage)] = []
    guard count > 0 else { return found }
    let consumer = Consumer(
      settings, name: "disposisi ledger", queue: Topology.deadQueue, prefetch: count, logger: logger)
    do {
      while found.count < count {
        for delivery in try await consumer.nextBatch(upTo: count - found.count) {
          let message = delivery.message
          found.append(
            (
              message.headers["x-first-death-queue"] ?? "",
              HeldMessage(place: .dead, number: message.correlationID ?? "", type: message.type ?? "")
            ))
        }
      }
    } catch let error as AMQPError {
      throw LedgerError("the broker's dead letters cannot be looked at: \(error)")
    }
    // Nothing was acknowledged: all goes back.
    await consumer.close()
    return found
  }
}
