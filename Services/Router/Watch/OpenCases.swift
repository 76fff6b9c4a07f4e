import Cases
import RouterCore
import Stage

/// Open cases follow a book with other units, calendars or clocks.
enum OpenCases {
  /// Whose deadline moves, or whose unit is switched off, is told; timers follow from deadlines and are set anew.
  static func follow(_ machine: CaseMachine, _ work: borrowing Work) throws {
    for assignment in try AssignmentTable.open(in: work.db) {
      if machine.units[assignment.unit]?.isActive == false {
        try relieve(assignment, machine, work)
      } else if let (next, fact) = machine.rescheduled(assignment) {
        try AssignmentTable.update(next, in: work.db)
        try Announcement.say(fact, sequence: next.sequence, work)
      }
    }
    try work.db.execute(sql: "DELETE FROM timers")
    try Timekeeping.setMissing(machine, in: work.db)
  }

  private static func relieve(_ assignment: Assignment, _ machine: CaseMachine, _ work: borrowing Work) throws {
    guard let (_, event) = try AssignmentTable.find(assignment.number, in: work.db),
      let (next, facts) = machine.relieved(assignment, case: event, at: work.now)
    else { return }
    try AssignmentTable.update(next, in: work.db)
    try Announcement.say(facts, after: assignment, work)
  }
}
