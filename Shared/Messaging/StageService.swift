import AMQP
import Cases
import Contract
import Foundation
import GRDB
import Logging
package import Operations
package import ServiceLifecycle

/// Puts the parts of a service's messaging together: its store, its publisher, its stages.
package struct StageService {
  package let store: Store
  package let clock: ClockWatch
  private let name: String
  private let broker: BrokerSettings
  private let settings: StageSettings
  private let logger: Logger
  private let publisher: Publisher
  /// What the service is without its broker: one that only hears has no work then.
  private let withoutBroker: Readiness.State
  private var runners: [any Service] = []
  private var retries: [@Sendable (Int) async throws -> Int] = []
  /// An event that waits for so long is in trouble.
  private static let patience: TimeInterval = 60

  /// - Parameter identity: the service's name is also its account at the broker.
  package init<Identity: ServiceIdentity>(
    _ identity: Identity.Type, store: Store, settings: StageSettings, process: ServiceProcess
  ) {
    name = identity.name
    self.store = store
    self.settings = settings
    broker = settings.broker
    logger = process.logger
    withoutBroker = identity.worksWithoutBroker ? .degraded : .notReady
    publisher = Publisher(broker, name: "\(name) publishes", window: settings.confirmWindow, logger: process.logger)
    clock = ClockWatch(latest: store.latest)
    process.readiness.add("clock", .degraded) { [clock] in clock.problem() }
    addPages(identity.ledger, process)
    addChecks(process.readiness)
  }

  private func addPages(_ ledger: ServiceLedger, _ process: ServiceProcess) {
    process.pages.add("trace/case") { [pool = store.pool, name] query in
      guard let number = try? CaseNumber(query["number"] ?? "") else { return "" }
      return try await pool.read { try HeardEvents.lines(of: number, at: name, ledger, in: $0) }
        .map { $0 + "\n" }.joined()
    }
    process.board.add("rows") { [pool = store.pool] in
      try? await pool.read { db in
        try RuntimeRows.counts(["outbox", "deferred", "dead", "set_aside"], in: db)
          .map { "\($0.table) \($0.count)" }.joined(separator: ", ")
      }
    }
    process.board.add("epoch") { [epoch = store.epoch] in epoch.words }
    for part in ServiceLedger.Part.allCases {
      process.pages.add("ledger/\(part.rawValue)") { [pool = store.pool] query in
        let lines = try await pool.read { try ledger.lines(part, after: query["after"] ?? "", in: $0) }
        return lines.map { $0 + "\n" }.joined()
      }
    }
    process.pages.add("held/all") { [pool = store.pool] _ in
      try await pool.read { try HeldRow.all(in: $0) }.map { try $0.json() + "\n" }.joined()
    }
  }

  private func addChecks(_ readiness: Readiness) {
    readiness.add("database") { [store] in await store.problem() }
    readiness.add("broker", withoutBroker) { [publisher] in
      let status = publisher.status
      if let reason = status.blocked { return "the broker holds publishers back: \(reason)" }
      return status.isConnected ? nil : "not connected for publishing: \(status.problem ?? "no reason is known")"
    }
    for certificate in broker.certificates(of: name) {
      readiness.add("certificate", .degraded) { certificate.problem() }
    }
    readiness.add("outbox", withoutBroker) { [pool = store.pool] in
      let oldest = try? await pool.read { try Outbox.oldest(in: $0) }
      guard let oldest, case let age = Date().timeIntervalSince(oldest.since), age > Self.patience else { return nil }
      return "the oldest event waits for \(Int(age)) s: \(oldest.problem ?? "it was not tried yet")"
    }
    // One that reaches no queue is seen at once, not after a minute.
    readiness.add("unreached", .degraded) { [pool = store.pool] in
      let found = try? await pool.read { try Outbox.unreached(in: $0) }
      guard let found, found.count > 0 else { return nil }
      return "\(found.count) events did not reach a queue: \(found.problem)"
    }
    readiness.add("set aside", .degraded) { [pool = store.pool, name] in
      let count = try? await pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM set_aside") }
      return count.flatMap { $0 }.flatMap { $0 == 0 ? nil : "\($0) rows could not be handled: see `\(name) held list`" }
    }
  }

  /// Where the events of this service say they come from.
  package var source: String { "/disposisi/\(name)" }

  /// Consumes a queue with a stage.
  package mutating func consume(_ queue: String, with stage: some Stage, process: ServiceProcess) {
    let handler = BatchHandler(stage: stage, queue: queue, source: source, store: store, logger: logger)
    let consumer = Consumer(
      broker, name: "\(name) consumer \(queue)", queue: queue, prefetch: settings.prefetch,
      isSoleReader: BrokerNames.serviceQueues.contains(queue), logger: logger)
    let progress = StageProgress()
    runners.append(
      StageRunner(handler: handler, consumer: consumer, logger: logger, batch: settings.batch, progress: progress))
    retries.append { limit in try await handler.handleDeferred(limit: limit) }
    retries.append { limit in
      // What comes goes first; with it the runner handles some of what waits.
      progress.isAtWork ? 0 : try await handler.handleTurns(limit: limit)
    }
    process.pages.add("unacknowledged/\(queue)") { _ in "\(await consumer.unacknowledged)\n" }
    // Its name before, for the tool of the version before.
    process.pages.add("hands/\(queue)") { _ in "\(await consumer.unacknowledged)\n" }
    process.readiness.add("queue \(queue)", withoutBroker) {
      let status = consumer.status
      return status.isConnected ? progress.problem : "not consuming: \(status.problem ?? "no reason is known")"
    }
    process.readiness.add("reader of \(queue)", .degraded) {
      consumer.status.isSpare ? "a spare: another process reads the queue, and this one waits" : nil
    }
  }

  /// In the order of starting; they stop in the reverse order, so the outbox is drained last.
  package var services: [any Service] {
    // Whoever logs in by certificate has no name to claim.
    let account = broker.addresses.first?.user ?? ""
    let pump = OutboxPump(
      store: store, publisher: publisher, userID: account.isEmpty ? nil : account, logger: logger)
    let housekeeper = Housekeeper(
      store: store, retries: retries, inboxRetention: settings.inboxRetention,
      resendRetention: settings.resendRetention, logger: logger)
    return [pump, housekeeper] + runners
  }
}
