import Cases
import Foundation
import GRDB
import RouterCore
import Stage

/// Assignments as rows.
enum AssignmentTable {
  static func insert(
    _ assignment: Assignment, rule: String, book: String, classified: Data, in db: Database
  ) throws {
    let columns = columns(assignment) + [("rule", rule), ("policy", book), ("classified", classified)]
    let names = ["number"] + columns.map(\.name)
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    try db.cachedStatement(
      sql: "INSERT INTO assignments (\(names.joined(separator: ", "))) VALUES (\(marks))"
    ).execute(arguments: StatementArguments([assignment.number.text] + columns.map(\.value)))
  }

  static func update(_ assignment: Assignment, in db: Database) throws {
    let columns = columns(assignment)
    let changes = columns.map { "\($0.name) = ?" }.joined(separator: ", ")
    try db.cachedStatement(sql: "UPDATE assignments SET \(changes) WHERE number = ?")
      .execute(arguments: StatementArguments(columns.map(\.value) + [assignment.number.text]))
  }

  /// What changes in the life of a case.
  private static func columns(
    _ assignment: Assignment
  ) -> [(name: String, value: (any DatabaseValueConvertible)?)] {
    let clock = assignment.clock
    return [
      ("unit", assignment.unit.text), ("state", assignment.state.rawValue),
      ("state_since", assignment.stateSince.milliseconds), ("sequence", assignment.sequence),
      ("transfers", assignment.transfers), ("deadline_name", clock.deadline.name),
      ("deadline_days", clock.deadline.workingDays), ("due_at", clock.deadline.due.milliseconds),
      ("counted_from", clock.countedFrom?.milliseconds), ("paused_days", clock.pausedDays),
      ("waiting_since", clock.waitingSince?.milliseconds), ("is_reminded", clock.isReminded), ("steps", clock.steps),
      ("told", clock.told.map(\.text).joined(separator: " ")), ("stepped_at", clock.steppedAt?.milliseconds),
      ("region", assignment.region?.text), ("ministry", assignment.ministry?.text),
    ]
  }

  /// The assignment and the case it belongs to.
  static func find(_ number: CaseNumber, in db: Database) throws -> (Assignment, CaseClassified)? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM assignments WHERE number = ?")
    guard let row = try Row.fetchOne(statement, arguments: [number.text]) else { return nil }
    return (assignment(row), try EventCoding.decode(CloudEvent<CaseClassified>.self, from: row["classified"]).data)
  }

  /// The cases whose clock may run, without what was told in them.
  static func open(in db: Database) throws -> [Assignment] {
    try assignments("state IN ('routed', 'in_progress', 'reopened', 'waiting')", in: db)
  }

  /// Those that have no timer but should: from before there were any, or after calendars changed.
  static func untimed(in db: Database) throws -> [Assignment] {
    try assignments(
      "state IN ('routed', 'in_progress', 'reopened', 'answered') AND number NOT IN (SELECT number FROM timers)", in: db
    )
  }

  private static func assignments(_ condition: String, in db: Database) throws -> [Assignment] {
    try Row.fetchAll(db, sql: "SELECT \(names) FROM assignments WHERE \(condition) ORDER BY number").map(assignment)
  }

  private static let names = """
    number, unit, state, state_since, sequence, transfers, deadline_name, deadline_days, due_at, counted_from,
    paused_days, waiting_since, is_reminded, steps, told, stepped_at, region, ministry
    """

  private static func assignment(_ row: Row) -> Assignment {
    func date(_ column: String) -> Date? { (row[column] as Int64?).map { Date(milliseconds: $0) } }
    let deadline = Deadline(
      name: row["deadline_name"], workingDays: row["deadline_days"], due: Date(milliseconds: row["due_at"]))
    return Assignment(
      number: CaseNumber(unchecked: row["number"]), unit: UnitCode(unchecked: row["unit"]),
      state: CaseState(rawValue: row["state"]) ?? .routed, stateSince: Date(milliseconds: row["state_since"]),
      sequence: row["sequence"], transfers: row["transfers"],
      clock: AssignmentClock(
        deadline: deadline, countedFrom: date("counted_from"), pausedDays: row["paused_days"],
        waitingSince: date("waiting_since"), isReminded: row["is_reminded"], steps: row["steps"],
        told: (row["told"] as String).split(separator: " ").map { UnitCode(unchecked: String($0)) },
        steppedAt: date("stepped_at")),
      region: (row["region"] as String?).map { RegionCode(unchecked: $0) },
      ministry: (row["ministry"] as String?).map { UnitCode(unchecked: $0) })
  }
}
