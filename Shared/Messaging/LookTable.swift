package import Cases
package import Foundation
package import GRDB

/// Who was shown what a service keeps of persons, and why.
package enum LookTable {
  package static let creation = """
    CREATE TABLE looks (
      number TEXT NOT NULL,
      at INTEGER NOT NULL,
      person TEXT NOT NULL,
      why TEXT NOT NULL
    );
    """

  struct Look {
    let number: String
    let at: Date
    let person: String
    let why: String
  }

  /// The latest first.
  static func list(_ number: CaseNumber?, limit: Int, in db: Database) throws -> [Look] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT number, at, person, why FROM looks WHERE ?1 IS NULL OR number = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2
        """, arguments: [number?.text, limit]
    ).map { Look(number: $0[0], at: Date(milliseconds: $0[1]), person: $0[2], why: $0[3]) }
  }

  /// In the same commit as the look itself.
  package static func record(
    _ number: CaseNumber, by person: String, why: String, at now: Date, in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO looks (number, at, person, why) VALUES (?, ?, ?, ?)",
      arguments: [number.text, now.milliseconds, person, why])
  }
}
