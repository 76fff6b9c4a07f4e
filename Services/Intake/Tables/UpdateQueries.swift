import Cases
import GRDB
import IntakeCore
import Messaging

/// What channels ask of the cases that they sent, and say of them.
enum UpdateQueries {
  /// The steps of a sender's cases within the filter's days, the oldest first.
  static func list(_ filter: RequestFilter, sentBy key: String, in db: Database) throws -> [RequestUpdate] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, history.sequence AS place, history.state AS step, at, history.unit_name AS unit, text
        FROM cases JOIN history USING (number)
        WHERE sender = ?1 AND updated_at >= ?2 AND at BETWEEN ?2 AND ?3 AND history.sequence > 1
        ORDER BY at, number, place LIMIT ?4 OFFSET ?5
        """,
      arguments: [
        key, filter.start.milliseconds, filter.end.milliseconds, filter.pageSize, (filter.page - 1) * filter.pageSize,
      ]
    ).map { row in
      RequestUpdate(
        number: CaseNumber(unchecked: row["number"]), sequence: row["place"],
        entry: HistoryEntry(
          state: CaseState(rawValue: row["step"]) ?? .received, at: .init(milliseconds: row["at"]),
          unitName: row["unit"], text: row["text"]))
    }
  }

  enum Outcome: Sendable, Equatable {
    case said(position: Int)
    /// No case that this key has sent.
    case unknown
    case handedOn
  }

  /// Says a reporter's word once. It always reaches the unit, in whatever state the case is.
  static func take(_ update: UpdatePost, sentBy key: String, _ work: borrowing Work) throws -> Outcome {
    let place = try Row.fetchOne(
      work.db, sql: "SELECT state, sequence FROM cases WHERE number = ? AND sender = ?",
      arguments: [update.number.text, key])
    guard let place else { return .unknown }
    let once = "update key \(key) \(update.id)"
    let known = try Int.fetchOne(
      work.db, sql: "SELECT CAST(fingerprint AS INTEGER) FROM idempotency WHERE key = ? AND number = ?",
      arguments: [once, update.number.text])
    if let known { return .said(position: known) }
    let state = CaseState(rawValue: place["state"]) ?? .received
    guard state != .handedOn else { return .handedOn }
    let isDone = state == .answered || state == .closed
    let response: ReporterResponse = isDone ? (update.isSettled ? .agree : .object) : .reply
    let position = try ResponseTable.say(response, update.text, update.number, place["sequence"], work)
    try work.db.execute(
      sql: "INSERT OR REPLACE INTO idempotency (key, fingerprint, number, at) VALUES (?, ?, ?, ?)",
      arguments: [once, "\(position)", update.number.text, work.now.milliseconds])
    return .said(position: position)
  }
}
