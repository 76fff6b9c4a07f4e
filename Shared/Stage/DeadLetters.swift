import Cases
package import Foundation
package import GRDB

/// Messages that no try can help: they wait here, whole and with their reason, for a person.
package enum DeadLetters {
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

  static func add(_ incoming: Incoming, attempts: Int, reason: String, at now: Date, in db: Database) throws {
    let message = incoming.message
    // Ids of strangers may repeat: only the same content under the same id is the same message.
    let key = [incoming.queue, message.userID ?? "", message.messageID ?? "", Fingerprint.of(message.body)]
      .joined(separator: "/")
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO dead (key, queue, message, attempts, reason, died_at) VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        key, incoming.queue, try KeptMessage(incoming).encoded(), attempts, String(reason.prefix(1000)),
        now.milliseconds,
      ])
  }

  package static func list(in db: Database, limit: Int = 1000) throws -> [Letter] {
    try Row.fetchAll(db, sql: "SELECT * FROM dead ORDER BY id LIMIT ?", arguments: [limit]).map(letter)
  }

  package static func find(_ id: Int64, in db: Database) throws -> Letter? {
    try Row.fetchOne(db, sql: "SELECT * FROM dead WHERE id = ?", arguments: [id]).map(letter)
  }

  /// Hands letters back to their stage: they are due at once, and count as never tried.
  /// - Parameter id: one letter, or all.
  /// - Returns: how many.
  package static func retry(_ id: Int64?, in db: Database) throws -> Int {
    let rows = try Row.fetchAll(
      db, sql: "SELECT id, queue, message FROM dead WHERE ?1 IS NULL OR id = ?1", arguments: [id])
    let now = Date()
    for row in rows {
      try Deferral.insert(row[1], row[2], attempts: 0, reason: "retried by hand", now: now, due: now, in: db)
      try db.execute(sql: "DELETE FROM dead WHERE id = ?", arguments: [row[0] as Int64])
    }
    return rows.count
  }

  package static func drop(_ id: Int64, in db: Database) throws -> Bool {
    try db.execute(sql: "DELETE FROM dead WHERE id = ?", arguments: [id])
    return db.changesCount > 0
  }

  private static func letter(_ row: Row) throws -> Letter {
    let kept = try KeptMessage.decode(row["message"])
    return Letter(
      id: row["id"], queue: row["queue"], messageID: kept.messageID, type: kept.type,
      correlationID: kept.correlationID, userID: kept.userID, attempts: row["attempts"], reason: row["reason"],
      diedAt: Date(milliseconds: row["died_at"]), body: kept.body)
  }
}
