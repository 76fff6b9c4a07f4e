import AMQP
import Foundation
import Logging
import Metrics
import ServiceLifecycle

/// Publishes the outbox, in order, and never gives a row up. What did not succeed is told apart:
/// - a **lost** connection is nobody's fault: its rows go again, in their order;
/// - **returned** (no queue is bound) and **nacked** (the queue cannot take it) hold back that destination, of that row and
///   of what is said after it;
/// - **refused** (the channel is closed) is found by going one at a time: where there is no right or no exchange, its
///   destinations are held back as after a nack; any other refusal is that of its own row, which goes alone from then on.
struct OutboxPump: Service {
  let store: Store
  let publisher: Publisher
  let userID: String?
  let logger: Logger
  private let published = Counter(label: "disposisi_outbox_published")
  private let figures = PublishFigures()
  private static let batch = 512
  private static let untriedPause = Duration.seconds(5)

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

  /// How far it is.
  private struct Progress {
    /// The last event that was tried.
    var cursor: Int64 = 0
    var held = HeldDestinations()
  }

  /// A row, and what of it is published now; the rest waits behind what its queues did not take.
  private struct Attempt {
    let row: Outbox.Row
    let tried: [Publication]
    let waiting: [Publication]

    init(_ row: Outbox.Row, _ held: HeldDestinations = HeldDestinations(), retryAt: Date? = nil) {
      self.row = row
      let isFree = held.isEmpty || row.isAskedFor
      tried = isFree ? row.outgoing : row.outgoing.filter { !held.holds($0, retryAt: retryAt) }
      waiting = isFree ? [] : row.outgoing.filter { held.holds($0, retryAt: retryAt) }
    }
  }

  private func pump() async {
    var progress = Progress()
    var isLoaded = false
    for await _ in store.outbox.signals {
      do {
        if !isLoaded {
          progress.held = try await store.pool.read { try Outbox.held(in: $0, at: Date()) }
          isLoaded = true
        }
        while try await publishNew(&progress) {}
        try await publishDue(&progress)
        if store.outbox.hasConfirmed { try await forgetConfirmed() }
        if Task.isEnding { return }
      } catch {
        logger.warning("outbox waits", metadata: ["reason": "\(error)"])
        // What is confirmed must be gone before the first row is looked at again, or it would be said again.
        guard await forgetAllConfirmed() else { return }
        progress.cursor = 0
        try? await cancelWhenGracefulShutdown { try await publisher.connected() }
      }
    }
  }

  /// - Returns: whether there may be more.
  private func publishNew(_ progress: inout Progress) async throws -> Bool {
    let (after, userID) = (progress.cursor, userID)
    let rows = try await store.pool.read { db in
      try Outbox.new(in: db, after: after, limit: Self.batch, userID: userID)
    }
    guard let last = rows.last else { return false }
    try await publish(rows, &progress)
    progress.cursor = last.id
    return true
  }

  /// What failed before, or is said again: some at a time, after what is new, and no more where nothing of it moves.
  private func publishDue(_ progress: inout Progress) async throws {
    for due in Outbox.Due.allCases {
      var isMoving = true
      while isMoving, !Task.isEnding {
        while try await publishNew(&progress) {}
        let (now, userID) = (Date(), userID)
        let limit = due == .alone ? 1 : Self.batch
        let rows = try await store.pool.read { try Outbox.due(due, in: $0, at: now, limit: limit, userID: userID) }
        if !rows.isEmpty {
          isMoving =
            due == .alone
            ? try await publishAlone(Attempt(rows[0]), &progress) : try await publish(rows, &progress, retryAt: now)
        }
        if due == .refused, rows.count < limit { progress.held.release(dueBy: now) }
        guard !rows.isEmpty else { break }
        // Or the next look would find them again.
        try await forgetConfirmed()
      }
    }
  }

  /// - Parameter retryAt: the time up to which these were due; nil for what is new.
  /// - Returns: whether any has reached all its queues, or was put behind another.
  @discardableResult private func publish(
    _ rows: [Outbox.Row], _ progress: inout Progress, retryAt: Date? = nil
  ) async throws -> Bool {
    let attempts = rows.map { Attempt($0, progress.held, retryAt: retryAt) }
    let outcomes = try await send(attempts.flatMap(\.tried))
    var remaining = outcomes[...]
    var (confirmed, inDoubt) = ([Int64](), [Attempt]())
    var failures: [Outbox.Failure] = []
    var exception: AMQPError?
    for attempt in attempts {
      let results = Array(remaining.prefix(attempt.tried.count))
      remaining = remaining.dropFirst(attempt.tried.count)
      if let lost = results.lazy.compactMap(\.loss).first {
        exception = exception ?? lost
        inDoubt.append(attempt)
      } else if let failure = Self.failure(attempt, results, &progress.held) {
        failures.append(failure)
      } else {
        confirmed.append(attempt.row.id)
      }
    }
    try await note(confirmed, failures)
    guard let exception else { return !confirmed.isEmpty || failures.contains { !$0.wasTried } }
    guard exception.isChannelException else { throw exception }
    return try await publishOneByOne(inDoubt, &progress)
  }

  /// Finds who the channel was closed over. Where one exchange takes nothing, its other rows need not be tried.
  private func publishOneByOne(_ attempts: [Attempt], _ progress: inout Progress) async throws -> Bool {
    var refusing: Set<String> = []
    var untried: [Outbox.Failure] = []
    var succeeded = false
    for attempt in attempts {
      if Task.isEnding { throw CancellationError() }
      guard !attempt.tried.contains(where: { refusing.contains($0.exchange) }) else {
        // They are tried again together: alone, what comes later would overtake them.
        let unreached = attempt.row.outgoing
        progress.held.hold(unreached, for: Self.untriedPause)
        untried.append(
          Outbox.Failure(
            row: attempt.row, unreached: unreached, problem: "the broker refuses its exchange",
            dueAt: progress.held.next(of: unreached) ?? Date(), wasTried: false))
        continue
      }
      if try await publishAlone(attempt, &progress) {
        succeeded = true
      } else {
        refusing.formUnion(attempt.tried.map(\.exchange))
      }
    }
    try await note([], untried)
    return succeeded
  }

  /// - Returns: whether the broker took it, so that others may be tried too.
  private func publishAlone(_ attempt: Attempt, _ progress: inout Progress) async throws -> Bool {
    try await cancelWhenGracefulShutdown { try await publisher.connected() }
    let outcomes = try await send(attempt.tried)
    guard let exception = outcomes.lazy.compactMap(\.loss).first else {
      if let failure = Self.failure(attempt, outcomes, &progress.held) {
        try await note([], [failure])
      } else {
        try await note([attempt.row.id], [])
      }
      return true
    }
    guard exception.isChannelException else { throw exception }
    let refused = zip(attempt.tried, outcomes).filter { $0.1 != .confirmed }.map(\.0)
    let unreached = refused + attempt.waiting
    let pause = PublishPause.after(.unknown(exception), attempts: attempt.row.attempts)
    if exception.concernsTheExchange { progress.held.hold(refused, for: pause) }
    try await note(
      [],
      [
        Outbox.Failure(
          row: attempt.row, unreached: unreached, problem: "refused: \(exception)",
          dueAt: (exception.concernsTheExchange ? progress.held.next(of: unreached) : nil)
            ?? Date().addingTimeInterval(pause / .seconds(1)),
          isAlone: !exception.concernsTheExchange)
      ])
    return false
  }

  private func send(_ publications: [Publication]) async throws -> [PublishOutcome] {
    let began = ContinuousClock.now
    let outcomes = try await publisher.publish(publications)
    figures.add(outcomes, after: .now - began)
    return outcomes
  }

  /// - Returns: nil where all of it is at its queues. What is not holds these queues back.
  private static func failure(
    _ attempt: Attempt, _ results: [PublishOutcome], _ held: inout HeldDestinations
  ) -> Outbox.Failure? {
    let failed = zip(attempt.tried, results).filter { $0.1 != .confirmed }
    guard !failed.isEmpty || !attempt.waiting.isEmpty else { return nil }
    for (publication, outcome) in failed {
      held.hold([publication], for: PublishPause.after(outcome, attempts: attempt.row.attempts))
    }
    let problem = failed.first.map { "\($0.exchange) \($0.routingKey): \($1.words)" }
    let unreached = failed.map(\.0) + attempt.waiting
    return Outbox.Failure(
      row: attempt.row, unreached: unreached, problem: problem ?? "waits behind what its queue did not take",
      dueAt: held.next(of: unreached) ?? Date(), wasTried: !failed.isEmpty)
  }

  private func note(_ confirmed: [Int64], _ failures: [Outbox.Failure]) async throws {
    store.outbox.confirmed(confirmed)
    published.increment(by: confirmed.count)
    guard !failures.isEmpty else { return }
    let tried = failures.filter(\.wasTried)
    for (problem, rows) in Dictionary(grouping: tried, by: \.problem) {
      logger.error("not published", metadata: ["messages": "\(rows.count)", "reason": "\(problem)"])
    }
    Counter(label: "disposisi_outbox_unreached").increment(by: tried.count)
    try await store.write { db in
      for failure in failures { try Outbox.keep(failure, in: db) }
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

extension AMQPError {
  /// No right, or no exchange: not that of one message.
  fileprivate var concernsTheExchange: Bool { replyCode == 403 || replyCode == 404 }
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
