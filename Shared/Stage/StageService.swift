import GRDB
import AMQP
import Logging
package import Operations
package import ServiceLifecycle

/// Puts the parts of a service's messaging together: its store, its publisher, its stages.
package struct StageService {
  package let store: Store
  private let name: String
  private let broker: BrokerSettings
  private let settings: StageSettings
  private let logger: Logger
  private let publisher: Publisher
  private var runners: [any Service] = []
  private var retries: [@Sendable (Int) async throws -> Int] = []

  /// - Parameter identity: the service's name is also its account at the broker.
  package init<Identity: ServiceIdentity>(
    _ identity: Identity.Type, store: Store, settings: StageSettings, process: ServiceProcess
  ) {
    name = identity.name
    self.store = store
    self.settings = settings
    broker = settings.broker
    logger = process.logger
    publisher = Publisher(broker, name: "\(name) publishes", window: settings.confirmWindow, logger: process.logger)
    process.board.add("rows") { [pool = store.pool] in
      try? await pool.read { db in
        let counts = try ["outbox", "deferred", "dead"].map { table in
          "\(table) \(try Int.fetchOne(db, sql: "SELECT count(*) FROM \(table)") ?? 0)"
        }
        return counts.joined(separator: ", ")
      }
    }
    for part in ServiceLedger.Part.allCases {
      process.pages.add("ledger/\(part.rawValue)") { [pool = store.pool, ledger = identity.ledger] query in
        let lines = try await pool.read { try ledger.lines(part, after: query["after"] ?? "", in: $0) }
        return lines.map { $0 + "\n" }.joined()
      }
    }
    process.readiness.add("broker") { [publisher] in
      let status = await publisher.status
      if let reason = status.blocked { return "the broker holds publishers back: \(reason)" }
      return status.isConnected ? nil : "not connected for publishing"
    }
    process.readiness.add("database") { [pool = store.pool] in
      do {
        _ = try await pool.read { try Int.fetchOne($0, sql: "SELECT 1") }
        return nil
      } catch { return "\(error)" }
    }
  }

  /// Where the events of this service say they come from.
  package var source: String { "/disposisi/\(name)" }

  /// Hears a queue with a stage.
  package mutating func hear(_ queue: String, with stage: some Stage, process: ServiceProcess) {
    let handler = BatchHandler(stage: stage, queue: queue, source: source, store: store, logger: logger)
    let consumer = Consumer(
      broker, name: "\(name) hears \(queue)", queue: queue, prefetch: settings.prefetch, logger: logger)
    runners.append(StageRunner(handler: handler, consumer: consumer, logger: logger, batch: settings.batch))
    retries.append { limit in try await handler.handleDeferred(limit: limit) }
    process.pages.add("hands/\(queue)") { _ in "\(await consumer.unacknowledged)\n" }
    process.readiness.add("queue \(queue)") { await consumer.isConnected ? nil : "not consuming" }
  }

  /// In the order of starting; they stop in the reverse order, so the outbox is drained last.
  package var services: [any Service] {
    // Whoever logs in by certificate has no name to claim.
    let account = broker.addresses.first?.user ?? ""
    let pump = OutboxPump(
      store: store, publisher: publisher, userID: account.isEmpty ? nil : account, logger: logger)
    let housekeeper = Housekeeper(
      store: store, retries: retries, inboxRetention: settings.inboxRetention, logger: logger)
    return [pump, housekeeper] + runners
  }
}
