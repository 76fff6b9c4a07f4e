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
  private let counters: Counters

  init(stage: S, queue: String, source: String, store: Store, logger: Logger) {
    self.stage = stage
    self.queue = queue
    self.source = source
    self.store = store
    self.logger = logger
    counters = Counters(queue: queue)
  }

  /// - Throws: only for what concerns the database as a whole; nothing was committed then.
  func handle(_ batch: [Incoming]) async throws {
    let report = try await store.write { db in
      var report = Report()
      let now = Date()
      for incoming in batch { report.add(try handle(incoming, attempts: 0, isNew: true, now, db)) }
      return report
    }
    counters.add(report)
  }

  /// Handles what is due again.
  /// - Returns: how many were.
  func handleDeferred(limit: Int) async throws -> Int {
    let report = try await store.write { db in
      var report = Report()
      let now = Date()
      for row in try Deferral.due(in: db, queue: queue, at: now, limit: limit) {
        try Deferral.remove(row.id, in: db)
        let incoming = try KeptMessage.decode(row.message).incoming(queue: queue)
        report.add(try handle(incoming, attempts: row.attempts, isNew: false, now, db))
      }
      return report
    }
    counters.add(report)
    return report.total
  }

  private func handle(
    _ incoming: Incoming, attempts: Int, isNew: Bool, _ now: Date, _ db: Database
  ) throws -> Fate {
    let input: S.Input
    do {
      input = try S.Input(hearing: incoming)
    } catch {
      return try bury(incoming, attempts: attempts, reason(error), now, db)
    }
    if isNew {
      let statement = try db.cachedStatement(sql: "INSERT OR IGNORE INTO inbox (key, heard_at) VALUES (?, ?)")
      try statement.execute(arguments: ["\(queue)/\(input.inboxKey)", now.milliseconds])
      if db.changesCount == 0 { return .duplicate }
    }
    let trace = incoming.message.headers["traceparent"].flatMap(TraceContext.init(header:)) ?? TraceContext()
    do {
      try store.part(of: db, source: source, trace: trace, now: now) { work in
        if case .rejected(let why) = try stage.handle(input, in: work) { throw Rejected(reason: why) }
      }
      return .handled
    } catch let rejected as Rejected {
      return try bury(incoming, attempts: attempts + 1, rejected.reason, now, db)
    } catch let error as DatabaseError where error.concernsTheWholeFile {
      throw error
    } catch {
      return try postpone(incoming, attempts: attempts + 1, reason(error), now, db)
    }
  }

  private func bury(
    _ incoming: Incoming, attempts: Int, _ why: String, _ now: Date, _ db: Database
  ) throws -> Fate {
    logger.error(
      "dead letter",
      metadata: ["queue": "\(queue)", "id": "\(incoming.message.messageID ?? "none")", "reason": "\(why)"])
    try DeadLetters.add(incoming, attempts: attempts, reason: why, at: now, in: db)
    return .dead
  }

  private func postpone(
    _ incoming: Incoming, attempts: Int, _ why: String, _ now: Date, _ db: Database
  ) throws -> Fate {
    guard attempts < Deferral.maximumAttempts else { return try bury(incoming, attempts: attempts, why, now, db) }
    logger.warning(
      "not now", metadata: ["queue": "\(queue)", "id": "\(incoming.message.messageID ?? "none")", "reason": "\(why)"])
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
private enum Fate { case handled, duplicate, deferred, dead }

private struct Report: Sendable {
  var counts: [Fate: Int] = [:]
  var total: Int { counts.values.reduce(0, +) }
  mutating func add(_ fate: Fate) { counts[fate, default: 0] += 1 }
}

private struct Counters: Sendable {
  private let counters: [Fate: Counter]

  init(queue: String) {
    counters = Dictionary(
      uniqueKeysWithValues: [Fate.handled, .duplicate, .deferred, .dead].map { fate in
        (fate, Counter(label: "disposisi_stage_messages", dimensions: [("queue", queue), ("fate", "\(fate)")]))
      })
  }

  func add(_ report: Report) {
    for (fate, count) in report.counts { counters[fate]?.increment(by: count) }
  }
}

extension DatabaseError {
  /// A full disk is nobody's fault in particular: the batch waits as a whole.
  fileprivate var concernsTheWholeFile: Bool {
    [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_READONLY, .SQLITE_NOTADB]
      .contains(resultCode)
  }
}
