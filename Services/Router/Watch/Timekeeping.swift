import Cases
import Foundation
import GRDB
import RouterCore
import Stage

/// Sets the timers that follow from an assignment.
enum Timekeeping {
  static func set(
    _ assignment: Assignment, _ machine: CaseMachine, ministry: UnitCode?, in db: Database
  ) throws {
    try TimerTable.set(machine.timers(for: assignment, ministry: ministry), for: assignment.number, in: db)
  }

  /// For cases that have none but should: from before there were timers, or after calendars changed.
  static func setMissing(_ machine: CaseMachine, in db: Database) throws {
    let numbers = try String.fetchAll(
      db,
      sql: """
        SELECT number FROM assignments WHERE state IN ('routed', 'in_progress', 'reopened', 'answered')
        AND number NOT IN (SELECT number FROM timers)
        """)
    for number in numbers {
      guard let (assignment, event) = try AssignmentTable.find(CaseNumber(unchecked: number), in: db) else { continue }
      try set(assignment, machine, ministry: machine.ministry(event, at: Date()), in: db)
    }
  }
}
