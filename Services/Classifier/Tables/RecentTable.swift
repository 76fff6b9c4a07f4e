import Cases
import Foundation
import GRDB
import Stage

/// The cases of the last weeks: what a new model would say of them is looked at before it decides.
enum RecentTable {
  static func add(_ number: CaseNumber, _ report: Report, at now: Date, in db: Database) throws {
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO recent VALUES (?, ?, ?)").execute(
      arguments: [number.text, now.milliseconds, try EventCoding.encode(report)])
  }

  static func forget(before: Date, in db: Database) throws {
    try db.execute(
      sql: "DELETE FROM recent WHERE number IN (SELECT number FROM recent WHERE classified_at < ? LIMIT 5000)",
      arguments: [before.milliseconds])
  }

  static func each(since: Date, in db: Database, _ take: (CaseNumber, Report) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT number, report FROM recent WHERE classified_at >= ? ORDER BY classified_at, number",
      arguments: [since.milliseconds])
    while let row = try rows.next() {
      try take(CaseNumber(unchecked: row["number"]), EventCoding.decode(Report.self, from: row["report"]))
    }
  }
}
