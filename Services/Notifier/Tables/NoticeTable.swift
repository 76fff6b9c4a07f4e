import Cases
import Foundation
import GRDB
import NotifierCore
import Messaging

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
      sql: "INSERT OR IGNORE INTO contacts (number, phone, email, code, language) VALUES (?, ?, ?, ?, ?)"
    ).execute(arguments: [
      contact.number.text, contact.phone, contact.email, contact.code, contact.language.rawValue,
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

  /// What is refused often enough, or tried long enough, has failed: it is listed, and a person decides.
  private static func final(
    _ outcome: MailOutcome, _ id: String, _ attempts: Int, _ now: Date, _ db: Database
  ) throws -> MailOutcome {
    switch outcome {
    case .refused(let problem) where attempts >= MailOutcome.triesOfRefused: return .failed(problem)
    case .later(let problem), .refused(let problem):
      let since = try Int64.fetchOne(db, sql: "SELECT owed_at FROM notices WHERE id = ?", arguments: [id])
      guard let since, now.timeIntervalSince(Date(milliseconds: since)) > MailOutcome.patience else { return outcome }
      return .failed("given up after \(Int(MailOutcome.patience) / 86_400) days: \(problem)")
    default: return outcome
    }
  }

  /// Whether the reporter was told just that already.
  static func isKnown(_ notice: Notice, in db: Database) throws -> Bool {
    try Data.fetchAll(
      db, sql: "SELECT facts FROM notices WHERE number = ? AND kind = ?",
      arguments: [notice.number.text, notice.kind.rawValue]
    ).contains { (try? EventCoding.decode(Notice.self, from: $0)) == notice }
  }

  /// One meaning of it: what is seen to be due, and then not taken in hand, would be looked for again without a pause.
  private static let fromDue = """
    FROM notices JOIN contacts USING (number)
    WHERE state = 'owed' AND (due_at <= ? OR due_at > ?) AND email IS NOT NULL
    """

  static func isAnyDue(at now: Date, in db: Database) throws -> Bool {
    try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 \(fromDue))",
      arguments: [now.milliseconds, latest(now)]) ?? false
  }

  /// A pause that no pause can be is one that a wrong clock has set.
  private static func latest(_ now: Date) -> Int64 {
    now.addingTimeInterval(MailOutcome.pauses.longest / .seconds(1)).milliseconds
  }

  /// Takes some that are due in hand: while they are, and cannot be noted as sent, they are not sent again. What is too
  /// much for an address today waits until tomorrow: anybody can have us write to anybody.
  static func claim(at now: Date, limit: Int, perDay: Int, in db: Database) throws -> [OwedNotice] {
    try due(at: now, limit: limit, in: db).filter { owed in
      // What is tried again was counted.
      let mayBeSent = try owed.attempts > 0 || count(owed.email, on: now, perDay: perDay, in: db)
      if mayBeSent {
        try db.execute(sql: "UPDATE notices SET state = 'sending' WHERE id = ?", arguments: [owed.id])
      } else {
        let reason = "more than \(perDay) mails a day to one address"
        let pause = MailOutcome.pauses.longest
        try settle(owed.id, .later(reason), attempts: owed.attempts, pause: pause, at: now, in: db)
      }
      return mayBeSent
    }
  }

  /// One mailbox, as far as its address tells: what stands behind a plus sign leads into the same.
  private static func mailbox(_ email: String) -> String {
    let parts = email.lowercased().split(separator: "@", maxSplits: 1)
    guard parts.count == 2 else { return email.lowercased() }
    return "\(parts[0].prefix { $0 != "+" })@\(parts[1])"
  }

  /// Counts a mail to an address.
  /// - Returns: false if there were enough that day.
  private static func count(_ email: String, on now: Date, perDay: Int, in db: Database) throws -> Bool {
    let day = Int(now.timeIntervalSince1970) / 86_400
    try db.execute(
      sql: """
        INSERT INTO addressees (email, day, count) VALUES (?1, ?2, 1) ON CONFLICT (email) DO UPDATE
        SET count = CASE WHEN day = ?2 THEN count + 1 ELSE 1 END, day = ?2 WHERE day <> ?2 OR count < ?3
        """, arguments: [mailbox(email), day, perDay])
    return db.changesCount > 0
  }

  /// What was in hand when the last process ended is owed again: perhaps it was sent, perhaps not.
  static func releaseAll(in db: Database) throws {
    try db.execute(sql: "UPDATE notices SET state = 'owed' WHERE state = 'sending'")
  }

  /// One that cannot be read has failed, and the others go on. What was tried least comes first: what cannot be sent holds
  /// up nothing.
  private static func due(at now: Date, limit: Int, in db: Database) throws -> [OwedNotice] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT notices.id, facts, attempts, email, code, language \(fromDue) ORDER BY attempts, due_at LIMIT ?
        """, arguments: [now.milliseconds, latest(now), limit]
    ).compactMap { row in
      do {
        return OwedNotice(
          id: row[0], notice: try EventCoding.decode(Notice.self, from: row.decode(Data.self, atIndex: 1)),
          addressee: Addressee(code: row[4], language: Language(rawValue: row[5]) ?? .indonesian),
          email: row[3], attempts: try row.decode(Int.self, atIndex: 2))
      } catch {
        let problem = (error as? DecodingError)?.explanation ?? "\(error)"
        try settle(row[0], .failed("its row cannot be read: \(problem)"), attempts: 1, at: now, in: db)
        return nil
      }
    }
  }

  /// - Parameter pause: before the next try; the longer the more there were, without it.
  static func settle(
    _ id: String, _ outcome: MailOutcome, attempts: Int, pause: Duration? = nil, at now: Date, in db: Database
  ) throws {
    switch try final(outcome, id, attempts, now, db) {
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
    case .later(let problem), .refused(let problem):
      let pause = (pause ?? MailOutcome.pauses.delay(attempt: attempts - 1)) / .seconds(1)
      try db.execute(
        sql: "UPDATE notices SET state = 'owed', attempts = ?, problem = ?, due_at = ? WHERE id = ?",
        arguments: [attempts, problem, now.addingTimeInterval(pause).milliseconds, id])
    }
  }
}
