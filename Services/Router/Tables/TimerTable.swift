import Cases
import Foundation
import GRDB
import RouterPolicy
import RouterLifecycle
import Messaging

/// The next timer of each case, as a row: it survives restarts, and is gone in the commit in which it fires.
enum TimerTable {
  struct Due: Sendable {
    let number: CaseNumber
    let timer: CaseTimer
  }

  /// The earliest counts; the others follow once it has fired.
  static func set(_ timers: [CaseTimer], for number: CaseNumber, in db: Database) throws {
    guard let next = timers.min(by: { $0.dueAt < $1.dueAt }) else {
      try db.cachedStatement(sql: "DELETE FROM timers WHERE number = ?").execute(arguments: [number.text])
      return
    }
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO timers (number, kind, due_at) VALUES (?, ?, ?)")
      .execute(arguments: [number.text, next.kind.rawValue, next.dueAt.milliseconds])
  }

  static func postpone(_ number: CaseNumber, until: Date, in db: Database) throws {
    try db.cachedStatement(sql: "UPDATE timers SET due_at = ? WHERE number = ?")
      .execute(arguments: [until.milliseconds, number.text])
  }

  static func due(at now: Date, limit: Int, in db: Database) throws -> [Due] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, kind, due_at FROM timers WHERE due_at <= ?
          AND number NOT IN (SELECT id FROM set_aside WHERE what = 'timers') ORDER BY due_at, number LIMIT ?
        """,
      arguments: [now.milliseconds, limit]
    ).compactMap { row in
      CaseTimer.Kind(rawValue: row[1]).map {
        Due(number: CaseNumber(unchecked: row[0]), timer: CaseTimer(kind: $0, dueAt: Date(milliseconds: row[2])))
      }
    }
  }
}
