import Cases
import Foundation
import GRDB
import Messaging

/// What shows that somebody is a case's reporter: the code of the receipt, or the last four digits of the phone number.
/// Four digits can be tried out: after five misses they count again only after an hour, then two, then four; the code
/// always counts, and ends the counting.
enum SecondFactor {
  /// What was shown. Four digits of a phone number are known to others too: who has only them is not shown the report.
  enum Proof: Equatable { case code, phone }

  private static let freeMisses = 5
  private static let longest = 720

  /// - Returns: nil if it is wrong; that is noted.
  /// - Parameter takesDigits: whether four digits are enough at all.
  static func judge(
    _ factor: String, for number: CaseNumber, takesDigits: Bool = true, at now: Date, in db: Database
  ) throws -> Proof? {
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT code, phone, count, last_at FROM cases LEFT JOIN contacts USING (number) LEFT JOIN misses USING (number)
        WHERE number = ?
        """, arguments: [number.text])
    // Takes the same time whether the number, the code or the phone is known or not.
    let given = plain(factor)
    let phone = (row?["phone"] as String?) ?? ""
    let isCode = Secrets.equal(given, row?["code"] ?? "........")
    let isPhone = Secrets.equal(given, phone.utf8.count >= 4 ? String(phone.suffix(4)) : "....")
    if isCode {
      try db.execute(sql: "DELETE FROM misses WHERE number = ?", arguments: [number.text])
      return .code
    }
    if isPhone, takesDigits, isOpen(row?["count"] ?? 0, last: row?["last_at"] ?? 0, now) { return .phone }
    if row != nil { try noteMiss(number, at: now, in: db) }
    return nil
  }

  /// As the receipt writes it: people type small or wide letters, blanks and dashes, and paste "Kode: " with it.
  static func plain(_ factor: String) -> String {
    let letters = factor.prefix(longestTyped).precomposedStringWithCompatibilityMapping.uppercased()
    let given = String(
      letters.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || (0x30...0x39).contains($0.value)) })
    // No code has an O.
    return given.hasPrefix("KODE") ? String(given.dropFirst(4)) : given
  }

  private static let longestTyped = 100

  /// Whether four digits may be tried after so many misses.
  private static func isOpen(_ misses: Int, last: Int64, _ now: Date) -> Bool {
    guard misses >= freeMisses else { return true }
    let hours = misses - freeMisses < 10 ? min(longest, 1 << (misses - freeMisses)) : longest
    return now.timeIntervalSince(Date(milliseconds: last)) > Double(hours) * 3600
  }

  private static func noteMiss(_ number: CaseNumber, at now: Date, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO misses (number, count, last_at) VALUES (?1, 1, ?2)
        ON CONFLICT (number) DO UPDATE SET count = count + 1, last_at = ?2
        """, arguments: [number.text, now.milliseconds])
  }
}
