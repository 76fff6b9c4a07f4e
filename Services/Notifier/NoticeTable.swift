import Cases
import Foundation
import GRDB
import NotifierCore
import Stage

/// A notice that is due, and whom it goes to.
struct OwedNotice: Sendable {
  let id: String
  let notice: Notice
  let addressee: Addressee
  let email: String
  let attempts: Int
}

/// Contacts and notices as rows.
enum NoticeTable {
  /// A contact may come after the first facts: what waited for it is owed now. The first one that is told of a case
  /// counts: mails go where the reporter wanted them.
  static func record(_ contact: ContactRecorded, in db: Database) throws {
    try db.cachedStatement(
      sql: "INSERT OR IGNORE INTO contacts (number, name, phone, email, code, language) VALUES (?, ?, ?, ?, ?, ?)"
    ).execute(arguments: [
      contact.number.text, contact.name, contact.phone, contact.email, contact.code, contact.language.rawValue,
    ])
    guard contact.email != nil else { return }
    try db.cachedStatement(sql: "UPDATE notices SET state = 'owed' WHERE number = ? AND state = 'unaddressed'")
      .execute(arguments: [contact.number.text])
  }

  static func owe(_ notice: Notice, id: EventID, at now: Date, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO notices (id, number, kind, facts, state, due_at, owed_at)
        VALUES (?1, ?2, ?3, ?4,
          CASE WHEN EXISTS (SELECT 1 FROM contacts WHERE number = ?2 AND email IS NOT NULL)
          THEN 'owed' ELSE 'unaddressed' END, ?5, ?5)
        """
    ).execute(arguments: [
      id.text, notice.number.text, notice.kind.rawValue, try EventCoding.encode(notice), now.milliseconds,
    ])
  }

  /// Whether the reporter was told just that already.
  static func isKnown(_ notice: Notice, in db: Database) throws -> Bool {
    try Data.fetchAll(
      db, sql: "SELECT facts FROM notices WHERE number = ? AND kind = ?",
      arguments: [notice.number.text, notice.kind.rawValue]
    ).contains { (try? EventCoding.decode(Notice.self, from: $0)) == notice }
  }

  static func isAnyDue(at now: Date, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM notices WHERE state = 'owed' AND (due_at <= ? OR due_at > ?))",
      arguments: [now.milliseconds, latest(now)]) ?? false
  }

  /// A pause that no pause can be is one that a wrong clock has set.
  private static func latest(_ now: Date) -> Int64 {
    now.addingTimeInterval(MailOutcome.pauses.longest / .seconds(1)).milliseconds
  }

  /// Takes some that are due in hand: while they are, and cannot be noted as sent, they are not sent again.
  static func claim(at now: Date, limit: Int, in db: Database) throws -> [OwedNotice] {
    let due = try due(at: now, limit: limit, in: db)
    for owed in due { try db.execute(sql: "UPDATE notices SET state = 'sending' WHERE id = ?", arguments: [owed.id]) }
    return due
  }

  /// What was in hand when the last process ended is owed again: perhaps it was sent, perhaps not.
  static func releaseAll(in db: Database) throws {
    try db.execute(sql: "UPDATE notices SET state = 'owed' WHERE state = 'sending'")
  }

  /// One that cannot be read has failed, and the others go on.
  private static func due(at now: Date, limit: Int, in db: Database) throws -> [OwedNotice] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT notices.id, facts, attempts, name, email, code, language FROM notices JOIN contacts USING (number)
        WHERE state = 'owed' AND (due_at <= ? OR due_at > ?) AND email IS NOT NULL ORDER BY due_at, notices.id LIMIT ?
        """, arguments: [now.milliseconds, latest(now), limit]
    ).compactMap { row in
      do {
        return OwedNotice(
          id: row[0], notice: try EventCoding.decode(Notice.self, from: row.decode(Data.self, atIndex: 1)),
          addressee: Addressee(
            name: row[3], code: row[5], language: Language(rawValue: row[6]) ?? .indonesian),
          email: row[4], attempts: try row.decode(Int.self, atIndex: 2))
      } catch {
        let problem = (error as? DecodingError)?.explanation ?? "\(error)"
        try settle(row[0], .failed("its row cannot be read: \(problem)"), attempts: 1, at: now, in: db)
        return nil
      }
    }
  }

  static func settle(_ id: String, _ outcome: MailOutcome, attempts: Int, at now: Date, in db: Database) throws {
    switch outcome {
    case .sent:
      try db.execute(
        sql: "UPDATE notices SET state = 'sent', attempts = ?, sent_at = ?, problem = NULL WHERE id = ?",
        arguments: [attempts, now.milliseconds, id])
    case .failed(let problem):
      try db.execute(
        sql: "UPDATE notices SET state = 'failed', attempts = ?, problem = ? WHERE id = ?",
        arguments: [attempts, problem, id])
    case .unsent:
      try db.execute(sql: "UPDATE notices SET state = 'owed' WHERE id = ?", arguments: [id])
    case .later(let problem):
      let pause = MailOutcome.pauses.delay(attempt: attempts - 1) / .seconds(1)
      try db.execute(
        sql: "UPDATE notices SET state = 'owed', attempts = ?, problem = ?, due_at = ? WHERE id = ?",
        arguments: [attempts, problem, now.addingTimeInterval(pause).milliseconds, id])
    }
  }
}
