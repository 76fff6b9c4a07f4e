import Cases
import Foundation
import GRDB
import RouterCore
import Stage

/// Assignments as rows.
enum AssignmentTable {
  /// - Returns: false if the case is there already.
  static func insert(
    _ assignment: Assignment, rule: String, policy: String, classified: Data, in db: Database
  ) throws -> Bool {
    try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO assignments (number, unit, state, sequence, transfers, deadline_name, deadline_days,
          due_at, waiting_since, rule, policy, classified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      assignment.number.text, assignment.unit.text, assignment.state.rawValue, assignment.sequence,
      assignment.transfers, assignment.deadline.name, assignment.deadline.workingDays,
      assignment.deadline.due.milliseconds, assignment.waitingSince?.milliseconds, rule, policy, classified,
    ])
    return db.changesCount > 0
  }

  static func update(_ assignment: Assignment, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE assignments SET unit = ?, state = ?, sequence = ?, transfers = ?, deadline_name = ?, deadline_days = ?,
          due_at = ?, waiting_since = ? WHERE number = ?
        """
    ).execute(arguments: [
      assignment.unit.text, assignment.state.rawValue, assignment.sequence, assignment.transfers,
      assignment.deadline.name, assignment.deadline.workingDays, assignment.deadline.due.milliseconds,
      assignment.waitingSince?.milliseconds, assignment.number.text,
    ])
  }

  /// The assignment and the case it belongs to.
  static func find(_ number: CaseNumber, in db: Database) throws -> (Assignment, CaseClassified)? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM assignments WHERE number = ?")
    guard let row = try Row.fetchOne(statement, arguments: [number.text]) else { return nil }
    let event = try EventCoding.decode(CloudEvent<CaseClassified>.self, from: row["classified"])
    let assignment = Assignment(
      number: number, unit: UnitCode(unchecked: row["unit"]), state: CaseState(rawValue: row["state"]) ?? .routed,
      sequence: row["sequence"], transfers: row["transfers"],
      deadline: Deadline(
        name: row["deadline_name"], workingDays: row["deadline_days"], due: Date(milliseconds: row["due_at"])),
      waitingSince: (row["waiting_since"] as Int64?).map { Date(milliseconds: $0) })
    return (assignment, event.data)
  }
}
