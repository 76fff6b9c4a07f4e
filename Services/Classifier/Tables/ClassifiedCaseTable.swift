import Cases
import Foundation
import GRDB
import Messaging

/// Every case that was classified, with the reports of the last weeks: what a new model would say of them is looked
/// at before it decides.
enum ClassifiedCaseTable {
  static func add(_ number: CaseNumber, _ report: Report, at now: Date, in db: Database) throws {
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO cases VALUES (?, ?, ?)").execute(
      arguments: [number.text, now.milliseconds, try EventCoding.encode(report)])
  }

  static func forgetReports(before: Date, in db: Database) throws {
    try db.execute(
      sql: """
        UPDATE cases SET report = NULL WHERE number IN
          (SELECT number FROM cases WHERE report IS NOT NULL AND classified_at < ? LIMIT 5000)
        """, arguments: [before.milliseconds])
  }

  static func eachReport(since: Date, in db: Database, _ take: (CaseNumber, Report) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT number, report FROM cases WHERE report IS NOT NULL AND classified_at >= ? ORDER BY classified_at, number
        """, arguments: [since.milliseconds])
    while let row = try rows.next() {
      // One that cannot be read says nothing about a model.
      guard let report = try? EventCoding.decode(Report.self, from: row["report"]) else { continue }
      try take(CaseNumber(unchecked: row["number"]), report)
    }
  }
}
