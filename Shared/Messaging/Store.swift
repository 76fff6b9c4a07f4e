import AMQP
import Contract
package import Foundation
package import GRDB
import Metrics
import NIOConcurrencyHelpers

/// A service's own SQLite file, opened so that a commit survives a power cut.
package struct Store: Sendable {
  package let pool: DatabasePool
  let outbox: Outbox
  private let file: OpenedFile
  private let health = StoreHealth()
  /// From the transaction's turn to the end of its commit.
  private let commits = Timer(label: "disposisi_commit")
  /// What sequences of new facts lie above; see `Epoch`.
  package let epoch: Epoch
  /// When something was last said before this start.
  let latest: Date?

  /// Opens or creates the file and brings its tables up to date. For `serve` alone: commands use `StateFile`.
  /// - Parameter migrate: the service's own migrations; the runtime's come first.
  /// - Throws: `StoreError` if the file is not one that this version can write, or SQLite does not keep the promise of
  ///   `synchronous=FULL`.
  package init(path: String, migrate: (inout DatabaseMigrator) -> Void = { _ in }) throws {
    do {
      pool = try Self.open(path)
      let migrator = DatabaseMigrator(ofService: migrate)
      try Self.refuseNewer(pool, migrator)
      try migrator.migrate(pool)
      file = try OpenedFile(path: path)
      epoch = try Epoch(pool, file)
      // The last one, not the latest: what a clock that was ahead has written must not count for days.
      latest = try pool.read { db in
        try Int64.fetchOne(db, sql: "SELECT said_at FROM events ORDER BY id DESC LIMIT 1").map {
          Date(milliseconds: $0)
        }
      }
    } catch let error as DatabaseError {
      throw StoreError(path: path, error)
    }
    outbox = Outbox()
  }

  private static func open(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "state"
    let pool = try DatabasePool(path: path, configuration: configuration)
    // DatabasePool sets NORMAL when it opens, whatever was prepared before: so set FULL now, and look.
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
      // Pages that change in every commit are copied back into the file less often, and found in memory.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000")
      let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
      guard level == 2 else { throw StoreError(path: path, found: "synchronous=\(level ?? -1)", expected: "2 (FULL)") }
    }
    return pool
  }

  /// A file that a later version has changed may look the same, and not mean the same.
  private static func refuseNewer(_ pool: DatabasePool, _ migrator: DatabaseMigrator) throws {
    guard let first = migrator.unknown(among: try pool.read { try migrator.appliedIdentifiers($0) }) else { return }
    throw StoreError(
      path: pool.path, found: "the step '\(first)' of a later version",
      expected:
        "at most '\(migrator.migrations.last ?? "")': run that version, or restore a copy from before its upgrade")
  }

  /// Runs a transaction. What was confirmed since the last one is forgotten in the same commit.
  /// - Throws: also `StoreError`, if the file was deleted or replaced: what would be written now is lost.
  package func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    // Taken when it is this transaction's turn, so that who has waited for it knows that they are gone.
    let confirmed = NIOLockedValueBox<[Int64]>([])
    do {
      try file.check()
      let (value, hasWritten, began) = try await pool.write { [outbox] db in
        let began = ContinuousClock.now
        let before = db.totalChangesCount
        let ids = outbox.takeConfirmed()
        confirmed.withLockedValue { $0 = ids }
        try Outbox.forget(ids, in: db)
        let value = try body(db)
        return (value, db.totalChangesCount > before, began)
      }
      // Replaced meanwhile: nobody may be promised anything.
      try file.check()
      // A transaction without a change succeeds on a full disk too.
      if hasWritten {
        health.committed()
        commits.record(duration: .now - began)
      }
      outbox.signal()
      return value
    } catch {
      if error is StoreError || (error as? DatabaseError)?.concernsTheWholeFile == true { health.failed(error) }
      outbox.confirmed(confirmed.withLockedValue { $0 })
      throw error
    }
  }

  /// What is wrong with the file, found by a real write; nil where nothing is. Answers within a second.
  func problem() async -> String? {
    do throws(StoreError) { try file.check() } catch { return "\(error)" }
    return await health.problem {
      try await write { db in
        try db.execute(
          sql: "INSERT OR REPLACE INTO runtime (name, value) VALUES ('probed_at', ?)",
          arguments: [Date().milliseconds])
      }
    }
  }

  /// Runs a transaction that may say events, as a stage's does.
  package func work<Value: Sendable>(
    source: String, trace: TraceContext = TraceContext(), now: Date = Date(),
    _ body: @escaping @Sendable (borrowing Work) throws -> Value
  ) async throws -> Value {
    try await write { [outbox, epoch] db in
      try body(Work(db: db, now: now, source: source, trace: trace, epoch: epoch, outbox: outbox))
    }
  }

  /// Runs one part of a transaction of its own kind, so that it can fail alone.
  package func part<Value>(
    of db: Database, source: String, trace: TraceContext, now: Date, _ body: (borrowing Work) throws -> Value
  ) throws -> Value {
    var result: Value?
    try db.inSavepoint {
      result = try body(Work(db: db, now: now, source: source, trace: trace, epoch: epoch, outbox: outbox))
      return .commit
    }
    guard let result else { throw StoreError(path: "", found: "a savepoint without a result", expected: "one") }
    return result
  }
}

/// The database is not what it must be.
package struct StoreError: Error, CustomStringConvertible {
  let path: String
  let found: String
  let expected: String

  init(path: String, found: String, expected: String) {
    self.path = path
    self.found = found
    self.expected = expected
  }

  /// What SQLite says, with the file that it speaks of.
  init(path: String, _ error: DatabaseError) {
    let words = error.message ?? "error \(error.resultCode.rawValue)"
    self.init(
      path: path, found: "'\(words)' (SQLite \(error.resultCode.rawValue))",
      expected: "a state file of this service that it may read and write")
  }

  package var description: String { "database \(path): found \(found), expected \(expected)" }
}

extension Date {
  /// Milliseconds since 1970: how the databases keep times.
  package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

  package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
