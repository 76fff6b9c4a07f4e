import Threads
import Foundation
import GRDB

/// Messages whose handling said "not now": kept in the service's own database with the time of the next try.
enum Deferral {
  /// About two days with the pauses below; then a person must look.
  static let maximumAttempts = 80
  private static let pauses = Backoff(first: .seconds(2), longest: .seconds(3600))

  struct Row: Sendable {
    let id: Int64
    /// That of the row, which a later one with the same id has not.
    let key: String?
    let incoming: Incoming
    let attempts: Int
    /// Kept by a version that noted what it had not handled as heard.
    let wasHeard: Bool
  }

  static func add(_ incoming: Incoming, attempts: Int, reason: String, at now: Date, in db: Database) throws {
    let pause = pauses.delay(attempt: attempts - 1) / .seconds(1)
    try insert(
      incoming.queue, try KeptMessage(incoming).encoded(), key: incoming.key, attempts: attempts, reason: reason,
      now: now, due: now.addingTimeInterval(pause), in: db)
  }

  /// A message that waits already is not kept twice.
  static func insert(
    _ queue: String, _ message: Data, key: String, attempts: Int, reason: String, now: Date, due: Date,
    wasHeard: Bool = false, sender: String? = nil, in db: Database
  ) throws {
    let statement = try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO deferred (queue, message, key, attempts, due_at, reason, first_at, was_heard, sender)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      queue, message, key, attempts, due.milliseconds, String(reason.prefix(1000)), now.milliseconds, wasHeard, sender,
    ])
  }

  /// A pause that no pause can be is one that a wrong clock has set.
  static func due(in db: Database, queue: String, at now: Date, limit: Int) throws -> [Row] {
    let latest = now.addingTimeInterval(pauses.longest / .seconds(1)).milliseconds
    let rows = try GRDB.Row.fetchAll(
      db,
      sql: """
        SELECT id, message, attempts, was_heard, key FROM deferred
        WHERE queue = ? AND sender IS NULL AND (due_at <= ? OR due_at > ?) ORDER BY due_at, id LIMIT ?
        """, arguments: [queue, now.milliseconds, latest, limit])
    return try read(rows, queue: queue, at: now, in: db)
  }

  /// A row that cannot be read becomes a dead letter, and the others go on.
  static func read(_ rows: [GRDB.Row], queue: String, at now: Date, in db: Database) throws -> [Row] {
    try rows.compactMap { row in
      do {
        let message = try KeptMessage.decode(row.decode(Data.self, atIndex: 1))
        return Row(
          id: row[0], key: row[4], incoming: message.incoming(queue: queue),
          attempts: try row.decode(Int.self, atIndex: 2),
          wasHeard: try row.decode(Bool.self, atIndex: 3))
      } catch {
        try DeadLetters.takeUnreadable(row[0], because: "\(error)", at: now, in: db)
        return nil
      }
    }
  }

  /// - Returns: false if somebody else has taken it up since it was read.
  static func remove(_ row: Row, in db: Database) throws -> Bool {
    let statement = try db.cachedStatement(sql: "DELETE FROM deferred WHERE id = ? AND key IS ?")
    try statement.execute(arguments: [row.id, row.key])
    return db.changesCount > 0
  }

  static func contains(_ key: String, in db: Database) throws -> Bool {
    let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM deferred WHERE key = ?)")
    return try Bool.fetchOne(statement, arguments: [key]) ?? false
  }
}
