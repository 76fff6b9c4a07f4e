import Cases
package import Foundation
package import GRDB

/// Messages that no try can help: they wait here, whole and with their reason, for a person.
package enum DeadLetters {
  /// A message that is kept with the reason why it could not be handled.
  package struct Letter: Sendable {
    package let id: Int64
    package let queue: String
    package let messageID: String?
    package let type: String?
    package let correlationID: String?
    package let userID: String?
    package let attempts: Int
    package let reason: String
    package let diedAt: Date
    package let body: Data
  }

  /// Twice what an event may have: a body beyond that is nobody's message, and its beginning tells what it was.
  static let longestBody = 2 * EventCoding.maximumBytes

  static func add(_ incoming: Incoming, attempts: Int, reason: String, at now: Date, in db: Database) throws {
    let bytes = incoming.message.body.count
    let cut = bytes > longestBody ? "; of its \(bytes) bytes the first \(longestBody) are kept" : ""
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO dead (key, queue, message, attempts, reason, died_at) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        incoming.key, incoming.queue, try KeptMessage(incoming, longest: longestBody).encoded(), attempts,
        String(reason.prefix(1000)) + cut, now.milliseconds,
      ])
  }

  /// A deferred row that nobody can read: its bytes are kept as they are.
  static func takeUnreadable(_ deferred: Int64, because why: String, at now: Date, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO dead (key, queue, message, attempts, reason, died_at)
        SELECT 'unreadable/' || id, queue, message, 0, ?, ? FROM deferred WHERE id = ?
        """, arguments: ["the kept message cannot be read: \(why.prefix(900))", now.milliseconds, deferred])
    try db.execute(sql: "DELETE FROM deferred WHERE id = ?", arguments: [deferred])
  }

  /// One after the other: each may be large.
  package static func each(in db: Database, limit: Int = 1000, _ take: (Letter) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM dead ORDER BY id LIMIT ?", arguments: [limit])
    while let row = try rows.next() { try take(letter(row)) }
  }

  static func contains(_ key: String, in db: Database) throws -> Bool {
    try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM dead WHERE key = ?)", arguments: [key]) ?? false
  }

  package static func count(in db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM dead") ?? 0
  }

  package static func lastID(in db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT max(id) FROM dead") ?? 0
  }

  package static func find(_ id: Int64, in db: Database) throws -> Letter? {
    try Row.fetchOne(db, sql: "SELECT * FROM dead WHERE id = ?", arguments: [id]).map(letter)
  }

  /// Hands letters back to their stage: they are due at once, and count as never tried. What dies again gets a new
  /// id, so a later call with the same range does not take it up.
  /// - Returns: how many, at most `limit`.
  package static func retry(_ ids: ClosedRange<Int64>, limit: Int = 500, in db: Database) throws -> Int {
    let rows = try Row.fetchAll(
      db, sql: "SELECT id, queue, message, key, was_heard FROM dead WHERE id BETWEEN ? AND ? ORDER BY id LIMIT ?",
      arguments: [ids.lowerBound, ids.upperBound, limit])
    let now = Date()
    for row in rows {
      try Deferral.insert(
        row[1], row[2], key: row[3], attempts: 0, reason: "retried by hand", now: now, due: now, wasHeard: row[4],
        in: db)
      try db.execute(sql: "DELETE FROM dead WHERE id = ?", arguments: [row[0] as Int64])
    }
    return rows.count
  }

  package static func drop(_ id: Int64, in db: Database) throws -> Bool {
    try db.execute(sql: "DELETE FROM dead WHERE id = ?", arguments: [id])
    return db.changesCount > 0
  }

  /// What cannot be read of a letter is left out: its neighbours are shown all the same.
  private static func letter(_ row: Row) -> Letter {
    let bytes = (try? row.decode(Data.self, forColumn: "message")) ?? Data()
    let kept = try? KeptMessage.decode(bytes)
    return Letter(
      id: row["id"], queue: (try? row.decode(String.self, forColumn: "queue")) ?? "-", messageID: kept?.messageID,
      type: kept?.type, correlationID: kept?.correlationID, userID: kept?.userID,
      attempts: (try? row.decode(Int.self, forColumn: "attempts")) ?? 0,
      reason: (try? row.decode(String.self, forColumn: "reason")) ?? "its row cannot be read",
      diedAt: Date(milliseconds: (try? row.decode(Int64.self, forColumn: "died_at")) ?? 0), body: kept?.body ?? bytes)
  }
}
