import AMQP
import Foundation
import GRDB
import Logging
import Metrics

/// Handles messages of one queue, many in one transaction, each under a savepoint of its own.
struct BatchHandler<S: Stage>: Sendable {
  let stage: S
  let queue: String
  let source: String
  let store: Store
  let logger: Logger
  private let suspects = Suspects()
  private let counters: Counters

  init(stage: S, queue: String, source: String, store: Store, logger: Logger) {
    self.stage = stage
    self.queue = queue
    self.source = source
    self.store = store
    self.logger = logger
    counters = Counters(queue: queue)
  }

  /// Handles deliveries in their order.
  /// - Throws: only for what concerns the database as a whole. What was handled before that is in the inbox, so the
  ///   same deliveries may be handed over again.
  func handle(_ batch: [Incoming]) async throws {
    var rest = batch[...]
    while let first = rest.first {
      if first.isRedelivered {
        try await handleAlone(first, attempts: 0)
        rest = rest.dropFirst()
      } else {
        let fresh = Array(rest.prefix { !$0.isRedelivered })
        try await transact { db, now in try handleInTurn(fresh, now, db) }
        rest = rest.dropFirst(fresh.count)
      }
    }
  }

  /// What has just come, of each sender its share.
  private func handleInTurn(_ fresh: [Incoming], _ now: Date, _ db: Database) throws -> [Fate] {
    var turns = Turns(queue: queue)
    var surplus: [String: [Incoming]] = [:]
    let fates = try fresh.map { incoming in
      guard let sender = S.Input.sender(of: incoming) else { return try handle(incoming, attempts: 0, now, db) }
      switch try turns.place(of: incoming, from: sender, in: db) {
      case .now: return try handle(incoming, attempts: 0, now, db)
      case .waits:
        try Deferral.add(incoming, turnOf: sender, at: now, in: db)
        return .waiting
      case .surplus:
        surplus[sender, default: []].append(incoming)
        return .surplus
      }
    }
    for (sender, messages) in surplus {
      logger.warning(
        "too many wait", metadata: ["queue": "\(queue)", "sender": "\(sender)", "not kept": "\(messages.count)"])
      try store.part(of: db, source: source, trace: TraceContext(), now: now) { work in
        try stage.refuse(surplus: messages.map(\.message.messageID), of: sender, in: work)
      }
    }
    return fates
  }

  /// Handles what is due again.
  /// - Returns: how many were.
  func handleDeferred(limit: Int) async throws -> Int {
    try await handleKept { [queue] db in try Deferral.due(in: db, queue: queue, at: Date(), limit: limit) }
  }

  /// Handles what has waited for its sender's turn.
  /// - Returns: how many were.
  func handleTurns(limit: Int) async throws -> Int {
    guard try await store.pool.read({ [queue] in try Turns.isAwaited(queue: queue, in: $0) }) else { return 0 }
    return try await handleKept { [queue] db in try Deferral.turns(in: db, queue: queue, at: Date(), limit: limit) }
  }

  private func handleKept(_ find: @escaping @Sendable (Database) throws -> [Deferral.Row]) async throws -> Int {
    let rows = try await store.write { [suspects] db in
      let rows = try find(db)
      let suspicious = try rows.contains { try suspects.isSuspect($0.incoming.key, in: db) }
      if !suspicious { for row in rows { try suspects.note(row.incoming.key, in: db) } }
      return (together: suspicious ? [] : rows, alone: suspicious ? rows : [])
    }
    for row in rows.alone { try await handleAlone(row.incoming, attempts: row.attempts, kept: row) }
    if !rows.together.isEmpty {
      try await transact { db, now in
        try suspects.clear(rows.together.map(\.incoming.key), in: db)
        return try rows.together.map { row in
          guard try Deferral.remove(row, in: db) else { return .duplicate }
          return try handle(row.incoming, attempts: row.attempts, wasHeard: row.wasHeard, now, db)
        }
      }
    }
    return rows.alone.count + rows.together.count
  }

  /// Handles what the service may have died of: noted first, in a commit of its own.
  private func handleAlone(_ incoming: Incoming, attempts: Int, kept row: Deferral.Row? = nil) async throws {
    let deaths = try await store.write { [suspects] db in try suspects.note(incoming.key, in: db) }
    try await transact { db, now in
      try suspects.clear([incoming.key], in: db)
      if let row, try !Deferral.remove(row, in: db) { return [.duplicate] }
      // Put aside already, and delivered again because the process died of another one before it acknowledged.
      if try row == nil && DeadLetters.contains(incoming.key, in: db) { return [.duplicate] }
      if deaths >= Suspects.maximumDeaths {
        return [try bury(incoming, attempts: deaths, "the service died \(deaths) times while it handled this", now, db)]
      }
      if row == nil { return try handleInTurn([incoming], now, db) }
      return [try handle(incoming, attempts: attempts, wasHeard: row?.wasHeard ?? false, now, db)]
    }
  }

  private func transact(_ body: @escaping @Sendable (Database, Date) throws -> [Fate]) async throws {
    counters.add(try await store.write { db in try body(db, Date()) })
  }

  private func handle(
    _ incoming: Incoming, attempts: Int, wasHeard: Bool = false, _ now: Date, _ db: Database
  ) throws -> Fate {
    switch S.Input.admission(of: incoming) {
    case .taken: break
    case .passedOver: return .ignored
    case .refused(let why): return try bury(incoming, attempts: attempts, "not taken: \(why)", now, db)
    }
    let input: S.Input
    do {
      input = try S.Input(consuming: incoming)
    } catch {
      return try bury(incoming, attempts: attempts, reason(error), now, db)
    }
    let trace = incoming.message.headers["traceparent"].flatMap(TraceContext.init(header:)) ?? TraceContext()
    do {
      return try store.part(of: db, source: source, trace: trace, now: now) { work in
        // What was undone was not heard: a later delivery or try of the same fact counts.
        guard try hears("\(queue)/\(input.deduplicationKey)", work) || wasHeard else { return .duplicate }
        if case .rejected(let why) = try stage.handle(input, in: work) { throw Rejected(reason: why) }
        logger.debug("handled", metadata: incoming.metadata())
        // That of a later try would tell of the pause between.
        if attempts == 0, let saidAt = input.saidAt { counters.add(age: now.timeIntervalSince(saidAt)) }
        return .handled
      }
    } catch let rejected as Rejected {
      return try bury(incoming, attempts: attempts + 1, rejected.reason, now, db)
    } catch let error as TooLarge {
      return try bury(incoming, attempts: attempts + 1, error.description, now, db)
    } catch let error as DatabaseError where error.concernsTheWholeFile {
      throw error
    } catch let error as StoreError {
      throw error
    } catch {
      return try postpone(incoming, attempts: attempts + 1, reason(error), now, db)
    }
  }

  /// - Returns: false if the same was heard before.
  private func hears(_ key: String, _ work: borrowing Work) throws -> Bool {
    let statement = try work.db.cachedStatement(sql: "INSERT OR IGNORE INTO inbox (key, heard_at) VALUES (?, ?)")
    try statement.execute(arguments: [key, work.now.milliseconds])
    return work.db.changesCount > 0
  }

  private func bury(
    _ incoming: Incoming, attempts: Int, _ why: String, _ now: Date, _ db: Database
  ) throws -> Fate {
    logger.error("dead letter", metadata: incoming.metadata(reason: why))
    try DeadLetters.add(incoming, attempts: attempts, reason: why, at: now, in: db)
    return .dead
  }

  private func postpone(
    _ incoming: Incoming, attempts: Int, _ why: String, _ now: Date, _ db: Database
  ) throws -> Fate {
    guard attempts < Deferral.maximumAttempts else { return try bury(incoming, attempts: attempts, why, now, db) }
    logger.warning("not now", metadata: incoming.metadata(reason: why))
    try Deferral.add(incoming, attempts: attempts, reason: why, at: now, in: db)
    return .deferred
  }

  private func reason(_ error: any Error) -> String {
    (error as? DecodingError)?.explanation ?? "\(error)"
  }
}

/// Undoes what a stage did before it said "never".
private struct Rejected: Error {
  let reason: String
}

/// What became of one message.
private enum Fate: CaseIterable { case handled, duplicate, ignored, waiting, deferred, surplus, dead }

private struct Counters: Sendable {
  private let counters: [Fate: Counter]
  private let ages: Timer

  init(queue: String) {
    counters = Dictionary(
      uniqueKeysWithValues: Fate.allCases.map { fate in
        (fate, Counter(label: "disposisi_stage_messages", dimensions: [("queue", queue), ("fate", "\(fate)")]))
      })
    ages = Timer(label: "disposisi_event_age", dimensions: [("queue", queue)])
  }

  /// - Parameter age: seconds since it was said; less than none where the clocks differ.
  func add(age: TimeInterval) { ages.recordSeconds(max(0, age)) }

  func add(_ fates: [Fate]) {
    for fate in fates { counters[fate]?.increment() }
  }
}

extension Incoming {
  /// Which message of which case, for a log line: nothing of its content.
  fileprivate func metadata(reason: String? = nil) -> Logger.Metadata {
    var metadata: Logger.Metadata = ["queue": "\(queue)", "id": "\(message.messageID ?? "none")"]
    if let number = message.correlationID { metadata["case"] = "\(number)" }
    if let trace = message.headers["traceparent"].flatMap(TraceContext.init(header:)) {
      metadata["trace_id"] = "\(trace.traceID)"
    }
    if let reason { metadata["reason"] = "\(reason)" }
    return metadata
  }
}
