import Foundation
import GRDB

/// Messages that were in hand when the service died, perhaps because of them. Each is noted before it is handled
/// alone; one that several processes died over is put aside, and the others go on.
struct Suspects: Sendable {
  /// A service that is killed for other reasons must not lose a message to the dead letters.
  static let maximumDeaths = 5

  /// This process: what it noted itself it has not died of.
  private let process = UUID().uuidString

  /// Notes what is handled now.
  /// - Returns: how many processes have died while they handled it.
  @discardableResult
  func note(_ key: String, in db: Database) throws -> Int {
    let statement = try db.cachedStatement(
      sql: """
        INSERT INTO suspects (key, process, deaths) VALUES (?, ?, 0) ON CONFLICT (key) DO UPDATE
        SET deaths = deaths + (process <> excluded.process), process = excluded.process RETURNING deaths
        """)
    return try Int.fetchOne(statement, arguments: [key, process]) ?? 0
  }

  /// Whether a process died while it handled this.
  func isSuspect(_ key: String, in db: Database) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM suspects WHERE key = ? AND (process <> ? OR deaths > 0))")
    return try Bool.fetchOne(statement, arguments: [key, process]) ?? false
  }

  func clear(_ keys: [String], in db: Database) throws {
    let statement = try db.cachedStatement(sql: "DELETE FROM suspects WHERE key = ?")
    for key in keys { try statement.execute(arguments: [key]) }
  }
}
