import AMQP
import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Publishes the outbox, in order, and never gives a row up. What did not succeed is told apart:
/// - a **lost** connection is nobody's fault: its rows go again, in their order;
/// - **returned** (no queue is bound) and **nacked** (the queue cannot take it) hold back that destination of that row;
/// - **refused** (the channel is closed: no right, no exchange) holds back its own row, which is found by going one at
///   a time and goes alone from then on.
struct OutboxPump: Service {
  let store: Store
  let publisher: Publisher
  let userID: String?
  let logger: Logger
  private let published = Counter(label: "disposisi_outbox_published")
  private static let batch = 512

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
        // What the broker does not confirm now stays in the outbox.
        Task {
          try? await Task.sleep(for: .milliseconds(600))
          await publisher.close()
        }
      }
      group.cancelAll()
    }
    await publisher.close()
  }

  /// Wakes the pump for what the last round left, and to forget what was confirmed when nothing else commits.
  private func tick() async {
    while await Task.pause(.milliseconds(500)) { store.outbox.signal() }
  }

  private func pump() async {
    var cursor: Int64 = 0
    for await _ in store.outbox.signals {
      do {
        while try await publishNew(&cursor) {}
        try await publishDue(&cursor)
        if store.outbox.hasConfirmed { try await forgetConfirmed() }
        if Task.isEnding { return }
      } catch {
        logger.warning("outbox waits", metadata: ["reason": "\(error)"])
        // What is confirmed must be gone before the first row is looked at again, or it would be said again.
        guard await forgetAllConfirmed() else { return }
        cursor = 0
        try? await cancelWhenGracefulShutdown { try await publisher.connected() }
      }
    }
  }

  /// - Returns: whether there may be more.
  private func publishNew(_ cursor: inout Int64) async throws -> Bool {
    let (after, userID) = (cursor, userID)
    let rows = try await store.pool.read { db in
      try Outbox.new(in: db, after: after, limit: Self.batch, userID: userID)
    }
    guard let last = rows.last else { return false }
    try await publish(rows)
    cursor = last.id
    return true
  }

  /// What failed before, or is said again: some at a time, after what is new, and no more where nothing of it succeeds.
  private func publishDue(_ cursor: inout Int64) async throws {
    for isAlone in [false, true] {
      var succeeded = true
      while succeeded, !Task.isEnding {
        while try await publishNew(&cursor) {}
        let userID = userID
        let rows = try await store.pool.read { db in
          try Outbox.due(
            in: db, at: Date(), isAlone: isAlone, limit: isAlone ? 1 : Self.batch, userID: userID)
        }
        guard !rows.isEmpty else { break }
        succeeded = try await isAlone ? publishAlone(rows[0]) : publish(rows)
        // Or the next look would find them again.
        try await forgetConfirmed()
      }
    }
  }

  /// - Returns: whether any has reached all its queues.
  @discardableResult private func publish(_ rows: [Outbox.Row]) async throws -> Bool {
    let outcomes = try await publisher.publish(rows.flatMap(\.outgoing))
    var remaining = outcomes[...]
    var (confirmed, inDoubt) = ([Int64](), [Outbox.Row]())
    var failures: [Outbox.Failure] = []
    var exception: AMQPError?
    for row in rows {
      let results = Array(remaining.prefix(row.outgoing.count))
      remaining = remaining.dropFirst(row.outgoing.count)
      if let lost = results.lazy.compactMap(\.loss).first {
        exception = exception ?? lost
        inDoubt.append(row)
      } else if let failure = Self.failure(row, results) {
        failures.append(failure)
      } else {
        confirmed.append(row.id)
      }
    }
    try await note(confirmed, failures)
    guard let exception else { return !confirmed.isEmpty }
    guard exception.isChannelException else { throw exception }
    return try await publishOneByOne(inDoubt)
  }

  /// Finds who the channel was closed over. Where one exchange takes nothing, its other rows need not be tried.
  private func publishOneByOne(_ rows: [Outbox.Row]) async throws -> Bool {
    var refusing: Set<String> = []
    var untried: [Outbox.Failure] = []
    var succeeded = false
    for row in rows {
      if Task.isEnding { throw CancellationError() }
      guard !row.outgoing.contains(where: { refusing.contains($0.exchange) }) else {
        untried.append(
          Outbox.Failure(
            row: row, unreached: row.outgoing, problem: "the broker refuses its exchange", pause: .seconds(5),
            isAlone: true))
        continue
      }
      if try await publishAlone(row) { succeeded = true } else { refusing.formUnion(row.outgoing.map(\.exchange)) }
    }
    try await note([], untried)
    return succeeded
  }

  /// - Returns: whether the broker took it, so that others may be tried too.
  private func publishAlone(_ row: Outbox.Row) async throws -> Bool {
    try await cancelWhenGracefulShutdown { try await publisher.connected() }
    let outcomes = try await publisher.publish(row.outgoing)
    guard let exception = outcomes.lazy.compactMap(\.loss).first else {
      if let failure = Self.failure(row, outcomes) {
        try await note([], [failure])
      } else {
        try await note([row.id], [])
      }
      return true
    }
    guard exception.isChannelException else { throw exception }
    let unreached = zip(row.outgoing, outcomes).filter { $0.1 != .confirmed }.map(\.0)
    try await note(
      [],
      [
        Outbox.Failure(
          row: row, unreached: unreached, problem: "refused: \(exception)",
          pause: PublishPause.after(.unknown(exception), attempts: row.attempts), isAlone: true)
      ])
    return false
  }

  private static func failure(_ row: Outbox.Row, _ outcomes: [PublishOutcome]) -> Outbox.Failure? {
    let failed = zip(row.outgoing, outcomes).filter { $0.1 != .confirmed }
    guard let (first, outcome) = failed.first else { return nil }
    return Outbox.Failure(
      row: row, unreached: failed.map(\.0), problem: "\(first.exchange) \(first.routingKey): \(outcome.words)",
      pause: PublishPause.after(outcome, attempts: row.attempts), isAlone: false)
  }

  private func note(_ confirmed: [Int64], _ failures: [Outbox.Failure]) async throws {
    store.outbox.confirmed(confirmed)
    published.increment(by: confirmed.count)
    guard !failures.isEmpty else { return }
    for (problem, rows) in Dictionary(grouping: failures, by: \.problem) {
      logger.error("not published", metadata: ["messages": "\(rows.count)", "reason": "\(problem)"])
    }
    Counter(label: "disposisi_outbox_unreached").increment(by: failures.count)
    try await store.write { db in
      let now = Date()
      for failure in failures { try Outbox.keep(failure, at: now, in: db) }
    }
  }

  /// Also what a stage's transaction has taken with it: this one waits behind that.
  private func forgetConfirmed() async throws { try await store.write { _ in } }

  /// - Returns: false if the service ended before the database could be written.
  private func forgetAllConfirmed() async -> Bool {
    while !Task.isEnding {
      do {
        try await forgetConfirmed()
        return true
      } catch {
        await Task.pause(.seconds(1))
      }
    }
    return false
  }
}

extension PublishOutcome {
  /// The loss of the channel or connection that leaves this publish in doubt. A confirm that does not come is the
  /// queue's: it may have no majority while others have.
  fileprivate var loss: AMQPError? {
    if case .unknown(let error) = self, error.reason != .timedOut { error } else { nil }
  }

  fileprivate var words: String {
    switch self {
    case .confirmed: "confirmed"
    case .nacked: "the broker refused it (basic.nack)"
    case .returned(let code, let text): "no queue is bound for it (\(code) \(text))"
    case .unknown(let error): "\(error)"
    }
  }
}
