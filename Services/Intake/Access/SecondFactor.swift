import Cases
import Foundation
import GRDB
import Stage

/// What shows that somebody is a case's reporter: the code of the receipt, or the last four digits of the phone
/// number. Four digits can be tried out, so after ten misses within a day only the code counts.
enum SecondFactor {
  private static let misses = 10
  private static let memory: TimeInterval = 86_400

  /// Whether it is right; if not, that is noted.
  static func judge(_ factor: String, for number: CaseNumber, at now: Date, in db: Database) throws -> Bool {
    if try isRight(factor, for: number, at: now, in: db) { return true }
    try noteMiss(number, at: now, in: db)
    return false
  }

  /// Takes the same time whether the number, the code or the phone is known or not.
  private static func isRight(_ factor: String, for number: CaseNumber, at now: Date, in db: Database) throws -> Bool {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT code, phone, (SELECT count FROM misses WHERE number = cases.number AND last_at > ?) AS missed
        FROM cases LEFT JOIN contacts USING (number) WHERE number = ?
        """, arguments: [now.addingTimeInterval(-memory).milliseconds, number.text])
    let given = factor.uppercased().filter { $0.isLetter || $0.isNumber }
    let phone = (row?["phone"] as String?) ?? ""
    let isCode = Secrets.equal(given, row?["code"] ?? "......")
    let isPhone = Secrets.equal(given, phone.utf8.count >= 4 ? String(phone.suffix(4)) : "....")
    let takesPhone = (row?["missed"] as Int? ?? 0) < misses
    return isCode || (isPhone && takesPhone)
  }

  private static func noteMiss(_ number: CaseNumber, at now: Date, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO misses (number, count, last_at) VALUES (?1, 1, ?2) ON CONFLICT (number) DO UPDATE
        SET count = CASE WHEN last_at > ?3 THEN count + 1 ELSE 1 END, last_at = ?2
        """,
      arguments: [number.text, now.milliseconds, now.addingTimeInterval(-memory).milliseconds])
  }
}
