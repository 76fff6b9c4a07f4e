package import Foundation
package import GRDB

/// Rows that could not be read or handled where many are handled in a loop: they are noted here with the reason, so that
/// the others go on, and a person sees them.
package enum SetAside {
  /// A row that was set aside, and why.
  package struct Entry: Sendable {
    package let what: String
    package let id: String
    package let reason: String
    package let at: Date
  }

  package static func add(_ what: String, _ id: String, because reason: String, at now: Date, in db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO set_aside (what, id, reason, at) VALUES (?, ?, ?, ?)",
      arguments: [what, id, String(reason.replacing("\n", with: " ").prefix(500)), now.milliseconds])
  }

  package static func all(in db: Database, limit: Int = 1000) throws -> [Entry] {
    try Row.fetchAll(
      db, sql: "SELECT what, id, reason, at FROM set_aside ORDER BY at, what, id LIMIT ?", arguments: [limit]
    )
    .map { Entry(what: $0[0], id: $0[1], reason: $0[2], at: Date(milliseconds: $0[3])) }
  }

  /// A row that was handled after all.
  static func settle(_ what: String, _ id: String, in db: Database) throws {
    try db.cachedStatement(sql: "DELETE FROM set_aside WHERE what = ? AND id = ?").execute(arguments: [what, id])
  }

  /// Lets a row be tried again.
  /// - Parameter id: nil for all.
  /// - Returns: how many.
  package static func release(_ what: String? = nil, _ id: String? = nil, in db: Database) throws -> Int {
    try db.execute(
      sql: "DELETE FROM set_aside WHERE (?1 IS NULL OR what = ?1) AND (?2 IS NULL OR id = ?2)", arguments: [what, id])
    return db.changesCount
  }
}
