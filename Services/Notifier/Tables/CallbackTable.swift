import Cases
import Foundation
import GRDB
import Messaging
import NotifierCore

/// Reporters who gave a phone number and no mail address: a person calls them.
enum CallbackTable {
  /// What is worth a call: the receipt they have seen, and that a case is passed on is no news.
  static let kinds: [NoticeKind] = [.question, .answer, .closed, .handedOn]

  struct Callback: Equatable {
    let number: String
    let kinds: [String]
    let since: Date
  }

  private static let waiting = """
    FROM notices JOIN contacts USING (number) WHERE state = 'unaddressed' AND phone IS NOT NULL AND email IS NULL
      AND kind IN (\(kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")))
    """

  /// Who waits longest comes first.
  static func list(limit: Int, in db: Database) throws -> [Callback] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, group_concat(DISTINCT kind) AS kinds, min(owed_at) AS since \(waiting)
        GROUP BY number ORDER BY since, number LIMIT ?
        """, arguments: [limit]
    ).map { row in
      Callback(
        number: row["number"], kinds: (row["kinds"] as String).split(separator: ",").map(String.init).sorted(),
        since: Date(milliseconds: row["since"]))
    }
  }

  static func count(in db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(DISTINCT number) \(waiting)") ?? 0
  }

  /// - Returns: how many notices were told.
  static func done(_ number: CaseNumber, at now: Date, in db: Database) throws -> Int {
    try db.execute(
      sql: "UPDATE notices SET state = 'called', sent_at = ? WHERE number = ? AND state = 'unaddressed'",
      arguments: [now.milliseconds, number.text])
    return db.changesCount
  }

  /// Shows a contact, and records in the same commit who looked and why.
  static func look(
    at number: CaseNumber, by person: String, why: String, at now: Date, in db: Database
  ) throws -> (phone: String?, email: String?, language: String)? {
    let row = try Row.fetchOne(
      db, sql: "SELECT phone, email, language FROM contacts WHERE number = ?", arguments: [number.text])
    guard let row else { return nil }
    try LookTable.record(number, by: person, why: why, at: now, in: db)
    return (row["phone"], row["email"], row["language"])
  }
}
