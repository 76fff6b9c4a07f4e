import Cases
import Foundation
import GRDB
import RouterPolicy
import Messaging

/// Every book that was in force, whole: old decisions can be explained by the book that made them.
enum BookTable {
  static func keep(_ book: RuleBook, _ role: BookRole, at now: Date, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO books (id, files, first_at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET files = excluded.files
        """,
      arguments: [book.id, try EventCoding.encode(book.files), now.milliseconds])
    try db.execute(
      sql: "INSERT INTO book_changes (book, role, at) VALUES (?, ?, ?)",
      arguments: [book.id, role.rawValue, now.milliseconds])
  }

  static func find(_ id: String, in db: Database) throws -> BookFiles? {
    try Data.fetchOne(db, sql: "SELECT files FROM books WHERE id = ?", arguments: [id])
      .map { try EventCoding.decode(BookFiles.self, from: $0) }
  }

  /// The id of the one that was put in force last.
  static func last(_ role: BookRole, in db: Database) throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT book FROM book_changes WHERE role = ? ORDER BY rowid DESC LIMIT 1", arguments: [role.rawValue])
  }
}
