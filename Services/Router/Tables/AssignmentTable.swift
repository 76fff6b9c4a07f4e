import Cases
import Foundation
import GRDB
import RouterPolicy
import RouterLifecycle
import Messaging

/// Assignments as rows.
enum AssignmentTable {
  private static let owed = CaseLifecycle.owed.map { "'\($0.rawValue)'" }.joined(separator: ", ")

  static func insert(
    _ assignment: Assignment, rule: String, book: String, classified: Data, in db: Database
  ) throws {
    try db.cachedStatement(sql: insertion).execute(
      arguments: StatementArguments(
        values(assignment) + [assignment.number.text, rule, book, classified]))
  }

  static func update(_ assignment: Assignment, in db: Database) throws {
    try db.cachedStatement(sql: change).execute(
      arguments: StatementArguments(values(assignment) + [assignment.number.text]))
  }

  /// What a person says a case is about is what it is about from now on.
  static func correct(_ corrected: CaseCorrected, in db: Database) throws {
    let kept = try Data.fetchOne(
      db, sql: "SELECT classified FROM assignments WHERE number = ?", arguments: [corrected.number.text])
    guard let kept else { return }
    var event = try EventCoding.decode(CloudEvent<CaseClassified>.self, from: kept)
    event.data.classification = corrected.classification
    try db.execute(
      sql: "UPDATE assignments SET classified = ? WHERE number = ?",
      arguments: [try EventCoding.encode(event), corrected.number.text])
  }

  /// What changes in the life of a case.
  private static let changing = [
    "unit", "state", "state_since", "sequence", "transfers", "deadline_name", "deadline_days", "due_at", "counted_from",
    "paused_days", "waiting_since", "is_reminded", "steps", "told", "stepped_at", "region", "ministry",
    "copies",
  ]

  private static let insertion = {
    let names = changing + ["number", "rule", "policy", "classified"]
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    return "INSERT INTO assignments (\(names.joined(separator: ", "))) VALUES (\(marks))"
  }()

  private static let change =
    "UPDATE assignments SET \(changing.map { "\($0) = ?" }.joined(separator: ", ")) WHERE number = ?"

  /// In the order of `changing`.
  private static func values(_ assignment: Assignment) -> [(any DatabaseValueConvertible)?] {
    let clock = assignment.clock
    return [
      assignment.unit.text, assignment.state.rawValue, assignment.stateSince.milliseconds, assignment.sequence,
      assignment.transfers, clock.deadline.name, clock.deadline.workingDays, clock.deadline.due.milliseconds,
      clock.countedFrom?.milliseconds, clock.pausedDays, clock.waitingSince?.milliseconds, clock.isReminded,
      clock.steps, words(clock.told), clock.steppedAt?.milliseconds,
      assignment.region?.text, assignment.ministry?.text, words(assignment.copies),
    ]
  }

  private static func words(_ units: [UnitCode]) -> String { units.map(\.text).joined(separator: " ") }

  private static func units(_ words: String) -> [UnitCode] {
    words.split(separator: " ").map { UnitCode(unchecked: String($0)) }
  }

  /// The assignment and the case it belongs to.
  static func find(_ number: CaseNumber, in db: Database) throws -> (Assignment, CaseClassified)? {
    let statement = try db.cachedStatement(sql: "SELECT * FROM assignments WHERE number = ?")
    guard let row = try Row.fetchOne(statement, arguments: [number.text]) else { return nil }
    return (assignment(row), try EventCoding.decode(CloudEvent<CaseClassified>.self, from: row["classified"]).data)
  }

  /// The cases whose clock may run, without what was told in them.
  static func open(in db: Database) throws -> [Assignment] {
    try assignments("state IN (\(owed))", in: db)
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

  private static let names = (["number"] + changing).joined(separator: ", ")

  private static func assignment(_ row: Row) -> Assignment {
    func date(_ column: String) -> Date? { (row[column] as Int64?).map { Date(milliseconds: $0) } }
    let deadline = Deadline(
      name: row["deadline_name"], workingDays: row["deadline_days"], due: Date(milliseconds: row["due_at"]))
    return Assignment(
      number: CaseNumber(unchecked: row["number"]), unit: UnitCode(unchecked: row["unit"]),
      copies: units(row["copies"]),
      state: CaseState(rawValue: row["state"]) ?? .routed, stateSince: Date(milliseconds: row["state_since"]),
      sequence: row["sequence"], transfers: row["transfers"],
      clock: AssignmentClock(
        deadline: deadline, countedFrom: date("counted_from"), pausedDays: row["paused_days"],
        waitingSince: date("waiting_since"), isReminded: row["is_reminded"], steps: row["steps"],
        told: units(row["told"]),
        steppedAt: date("stepped_at")),
      region: (row["region"] as String?).map { RegionCode(unchecked: $0) },
      ministry: (row["ministry"] as String?).map { UnitCode(unchecked: $0) })
  }
}
