import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging

/// What the doors ask of the database.
enum CaseQueries {
  private static let columns = """
    number, public_id, state, topic, unit_name, handed_on, received_at, updated_at, due_at, due_days, why, basis
    """

  static func find(_ number: CaseNumber, in db: Database) throws -> PublicCase? {
    try Row.fetchOne(db, sql: "SELECT \(columns) FROM cases WHERE number = ?", arguments: [number.text]).map(publicCase)
  }

  static func find(publicID: String, in db: Database) throws -> PublicCase? {
    try Row.fetchOne(db, sql: "SELECT \(columns) FROM cases WHERE public_id = ? AND is_listed", arguments: [publicID])
      .map(publicCase)
  }

  static func number(forToken token: String, in db: Database) throws -> CaseNumber? {
    try String.fetchOne(db, sql: "SELECT number FROM cases WHERE token = ?", arguments: [token])
      .map { CaseNumber(unchecked: $0) }
  }

  /// What the reporter wrote.
  static func reportText(_ number: CaseNumber, in db: Database) throws -> String? {
    try Data.fetchOne(db, sql: "SELECT report FROM cases WHERE number = ?", arguments: [number.text])
      .map { try EventCoding.decode(Report.self, from: $0).text }
  }

  private static let isOpen = "state NOT IN ('closed', 'handed_on')"

  /// Named cases, or the public list. A filter that little fits would read every case of its days: so the newest so many
  /// are looked through. Open ones have an index of their own.
  static func list(_ filter: RequestFilter, in db: Database) throws -> [PublicCase] {
    if !filter.numbers.isEmpty || !filter.publicIDs.isEmpty {
      return try filter.numbers.compactMap { try find($0, in: db) }
        + filter.publicIDs.compactMap { try find(publicID: $0, in: db) }
    }
    var conditions = ["is_listed", "public_id IS NOT NULL", "received_at BETWEEN ? AND ?"]
    var arguments: StatementArguments = [try start(of: filter, in: db), filter.end.milliseconds]
    if !filter.services.isEmpty {
      conditions.append("coalesce(topic, 'umum') IN (\(databaseQuestionMarks(count: filter.services.count)))")
      arguments += StatementArguments(filter.services)
    }
    if let isOpen = filter.isOpen { conditions.append(isOpen ? Self.isOpen : "NOT (\(Self.isOpen))") }
    arguments += [filter.pageSize, (filter.page - 1) * filter.pageSize]
    return try Row.fetchAll(
      db,
      sql: """
        SELECT \(columns) FROM cases WHERE \(conditions.joined(separator: " AND "))
        ORDER BY received_at DESC, number LIMIT ? OFFSET ?
        """, arguments: arguments
    ).map(publicCase)
  }

  private static func start(of filter: RequestFilter, in db: Database) throws -> Int64 {
    let start = filter.start.milliseconds
    guard !filter.services.isEmpty || filter.isOpen == false else { return start }
    return try Int64.fetchOne(
      db,
      sql: """
        SELECT received_at FROM cases WHERE is_listed \(filter.isOpen == true ? "AND \(isOpen)" : "")
        AND received_at BETWEEN ? AND ? ORDER BY received_at DESC LIMIT 1 OFFSET ?
        """, arguments: [start, filter.end.milliseconds, RequestFilter.mostLooked]) ?? start
  }

  private static func publicCase(_ row: Row) -> PublicCase {
    var known = PublicCase(
      number: CaseNumber(unchecked: row["number"]), publicID: row["public_id"] ?? "",
      state: CaseState(rawValue: row["state"]) ?? .received,
      topic: (row["topic"] as String?).map { TopicCode(unchecked: $0) }, unitName: row["unit_name"],
      handedOn: row["handed_on"], receivedAt: Date(milliseconds: row["received_at"]),
      updatedAt: Date(milliseconds: row["updated_at"]), dueAt: (row["due_at"] as Int64?).map { Date(milliseconds: $0) })
    (known.dueDays, known.why, known.basis) = (row["due_days"], row["why"], row["basis"])
    return known
  }
}

/// The steps of cases as rows.
enum History {
  static func add(_ entry: HistoryEntry, number: CaseNumber, sequence: Int, in db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT OR IGNORE INTO history (number, sequence, state, at, unit_name, text) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      number.text, sequence, entry.state.rawValue, entry.at.milliseconds, entry.unitName, entry.text,
    ])
  }

  static func of(_ number: CaseNumber, in db: Database) throws -> [HistoryEntry] {
    try Row.fetchAll(
      db, sql: "SELECT state, at, unit_name, text FROM history WHERE number = ? ORDER BY sequence",
      arguments: [number.text]
    ).map {
      HistoryEntry(
        state: CaseState(rawValue: $0["state"]) ?? .received, at: Date(milliseconds: $0["at"]),
        unitName: $0["unit_name"],
        text: $0["text"])
    }
  }
}
