import Cases
import GRDB
import RouterPolicy
import RouterLifecycle
import Messaging

/// Open cases follow a book with other units, calendars or clocks.
struct OpenCases {
  /// The book that watches a case goes by its place, as the one that routes it.
  let machine: (RegionCode?) -> CaseMachine

  /// Whose deadline moves, or whose unit is switched off or gone, is told; timers are set anew.
  func follow(_ work: borrowing Work) throws {
    for assignment in try AssignmentTable.open(in: work.db).map({ $0.lifted(by: work.epoch) }) {
      _ = try work.alone("assignments", assignment.number.text) { work in try follow(assignment, work) }
    }
    try work.db.execute(sql: "DELETE FROM timers")
    try setMissingTimers(in: work.db)
  }

  private func follow(_ assignment: Assignment, _ work: borrowing Work) throws {
    let machine = machine(assignment.region)
    if machine.units[assignment.unit]?.isActive != true {
      // A reporter who was asked answers first; then the case goes on.
      if assignment.state != .waiting { try relieve(assignment, machine, work) }
    } else if let (next, facts) = machine.rescheduled(assignment) {
      try AssignmentTable.update(next, in: work.db)
      try FactPublication.say(facts, of: assignment, work)
    }
  }

  func setMissingTimers(in db: Database) throws {
    for assignment in try AssignmentTable.untimed(in: db) {
      try TimerTable.set(machine(assignment.region).timers(for: assignment), for: assignment.number, in: db)
    }
  }

  private func relieve(_ assignment: Assignment, _ machine: CaseMachine, _ work: borrowing Work) throws {
    guard let (_, event) = try AssignmentTable.find(assignment.number, in: work.db),
      let (next, facts) = machine.takenOver(assignment, case: event, at: work.now)
    else { return }
    try AssignmentTable.update(next, in: work.db)
    try FactPublication.say(facts, of: assignment, work)
  }
}
