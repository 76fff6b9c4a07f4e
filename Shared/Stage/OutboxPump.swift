import AMQP
import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Publishes the outbox, in order, and never gives a row up: a row that could not be delivered stays, its
/// reason beside it, and is tried again after a pause while the others go on.
struct OutboxPump: Service {
  let store: Store
  let publisher: Publisher
  let userID: String?
  let logger: Logger
  private let published = Counter(label: "disposisi_outbox_published")
  private let unreached = Counter(label: "disposisi_outbox_unreached")
  private static let batch = 512
  private static let pauses = Backoff(first: .seconds(1), longest: .seconds(60))

  init(store: Store, publisher: Publisher, userID: String?, logger: Logger) {
    self.store = store
    self.publisher = publisher
    self.userID = userID
    self.logger = logger
  }

  func run() async throws {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await tick() }
      await withGracefulShutdownHandler {
        await pump()
      } onGracefulShutdown: {
        store.outbox.signal()
      }
      group.cancelAll()
    }
    await publisher.close()
  }

  /// Wakes the pump for what the last round left, and to forget what was confirmed when nothing else commits.
  private func tick() async {
    while (try? await Task.sleep(for: .seconds(1))) != nil { store.outbox.signal() }
  }

  private func pump() async {
    var cursor = Cursor()
    for await _ in store.outbox.signals {
      if let due = cursor.retryAt, due <= .now { cursor = Cursor(failures: cursor.failures) }
      do {
        while try await publishNext(&cursor) {}
        try await forgetConfirmed()
        if cursor.retryAt == nil { cursor.failures = 0 }
        if Task.isEnding { return }
      } catch {
        logger.warning("outbox waits", metadata: ["reason": "\(error)"])
        // What is confirmed must be gone before the first row is looked at again.
        try? await forgetConfirmed()
        cursor = Cursor(failures: cursor.failures)
        if Task.isEnding { return }
        try? await cancelWhenGracefulShutdown { try await publisher.connected() }
      }
    }
  }

  /// - Returns: whether there may be more.
  private func publishNext(_ cursor: inout Cursor) async throws -> Bool {
    let (after, userID) = (cursor.after, userID)
    let rows = try await store.pool.read { db in
      try Outbox.rows(in: db, after: after, limit: Self.batch, userID: userID)
    }
    guard let last = rows.last else { return false }
    let outcomes = try await publisher.publish(rows.flatMap(\.outgoing))
    try await settle(rows, outcomes, &cursor)
    cursor.after = last.id
    return true
  }

  private func settle(_ rows: [Outbox.Row], _ outcomes: [PublishOutcome], _ cursor: inout Cursor) async throws {
    var remaining = outcomes[...]
    var confirmed: [Int64] = []
    var kept: [(row: Outbox.Row, unreached: [Outgoing], problem: String)] = []
    var loss: AMQPError?
    for row in rows {
      let failed = zip(row.outgoing, remaining.prefix(row.outgoing.count)).filter { $0.1 != .confirmed }
      remaining = remaining.dropFirst(row.outgoing.count)
      if let lost = failed.lazy.compactMap(\.1.loss).first {
        loss = lost
      } else if let first = failed.first {
        kept.append((row, failed.map(\.0), "\(first.0.exchange) \(first.0.routingKey): \(first.1)"))
      } else {
        confirmed.append(row.id)
      }
    }
    store.outbox.confirmed(confirmed)
    published.increment(by: confirmed.count)
    if !kept.isEmpty { try await keep(kept, &cursor) }
    // Nobody is to blame for a lost connection: its rows go again, in their order.
    if let loss { throw loss }
  }

  private func keep(
    _ kept: [(row: Outbox.Row, unreached: [Outgoing], problem: String)], _ cursor: inout Cursor
  ) async throws {
    unreached.increment(by: kept.count)
    for entry in kept.prefix(5) { logger.error("message reaches no queue", metadata: ["reason": "\(entry.problem)"]) }
    try await store.pool.write { db in
      for entry in kept {
        try Outbox.keep(entry.row, unreached: entry.unreached, problem: entry.problem, in: db)
      }
    }
    // A row that fails anew must not put off those that wait already.
    guard cursor.retryAt == nil else { return }
    cursor.retryAt = .now + Self.pauses.delay(attempt: cursor.failures)
    cursor.failures += 1
  }

  /// Only when no stage commits meanwhile: otherwise the confirmed rows go with its commit.
  private func forgetConfirmed() async throws {
    let ids = store.outbox.takeConfirmed()
    guard !ids.isEmpty else { return }
    do {
      try await store.pool.write { db in try Outbox.forget(ids, in: db) }
    } catch {
      store.outbox.confirmed(ids)
      throw error
    }
  }

  private struct Cursor {
    var after: Int64 = 0
    /// When to begin again at the first row, for those that reached no queue.
    var retryAt: ContinuousClock.Instant?
    var failures = 0
  }
}

extension PublishOutcome {
  /// The lost connection that leaves this publish in doubt.
  fileprivate var loss: AMQPError? {
    guard case .unknown(let error) = self, error.reason != .timedOut else { return nil }
    return error
  }
}
