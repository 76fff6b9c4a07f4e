import AMQP
package import Foundation
package import GRDB
import NIOConcurrencyHelpers

/// A service's own SQLite file, opened so that a commit survives a power cut.
package struct Store: Sendable {
  package let pool: DatabasePool
  let outbox: Outbox

  /// Opens or creates the file and brings its tables up to date.
  /// - Parameter migrate: the service's own migrations; the runtime's come first.
  /// - Throws: `StoreError` if SQLite does not keep the promise of `synchronous=FULL`.
  package init(path: String, migrate: (inout DatabaseMigrator) -> Void = { _ in }) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "state"
    pool = try DatabasePool(path: path, configuration: configuration)
    // DatabasePool sets NORMAL when it opens, whatever was prepared before: so set FULL now, and look.
    try pool.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864")
      // Pages that change in every commit are copied back into the file less often, and found in memory.
      try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -8000")
      let level = try Int.fetchOne(db, sql: "PRAGMA synchronous")
      guard level == 2 else { throw StoreError(path: path, found: "synchronous=\(level ?? -1)", expected: "2 (FULL)") }
    }
    var migrator = DatabaseMigrator()
    RuntimeSchema.register(&migrator)
    migrate(&migrator)
    try migrator.migrate(pool)
    outbox = try Outbox(pool)
  }

  /// Runs a transaction. What was confirmed since the last one is forgotten in the same commit.
  package func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    let confirmed = outbox.takeConfirmed()
    do {
      let value = try await pool.write { db in
        try Outbox.forget(confirmed, in: db)
        return try body(db)
      }
      outbox.signal()
      return value
    } catch {
      outbox.confirmed(confirmed)
      throw error
    }
  }

  /// Runs a transaction that may say events, as a stage's does.
  package func work<Value: Sendable>(
    source: String, trace: TraceContext = TraceContext(), now: Date = Date(),
    _ body: @escaping @Sendable (borrowing Work) throws -> Value
  ) async throws -> Value {
    try await write { [outbox] db in
      try body(Work(db: db, now: now, source: source, trace: trace, outbox: outbox))
    }
  }

  /// Runs one part of a transaction of its own kind, so that it can fail alone.
  package func part<Value>(
    of db: Database, source: String, trace: TraceContext, now: Date, _ body: (borrowing Work) throws -> Value
  ) throws -> Value {
    var result: Value?
    try db.inSavepoint {
      result = try body(Work(db: db, now: now, source: source, trace: trace, outbox: outbox))
      return .commit
    }
    guard let result else { throw StoreError(path: "", found: "a savepoint without a result", expected: "one") }
    return result
  }
}

/// The database does not behave as it must.
package struct StoreError: Error, CustomStringConvertible {
  let path: String
  let found: String
  let expected: String
  package var description: String { "database \(path): found \(found), expected \(expected)" }
}

extension Date {
  /// Milliseconds since 1970: how the databases keep times.
  package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

  package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}
