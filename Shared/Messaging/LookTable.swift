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

  /// In the same commit as the look itself.
  package static func record(
    _ number: CaseNumber, by person: String, why: String, at now: Date, in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO looks (number, at, person, why) VALUES (?, ?, ?, ?)",
      arguments: [number.text, now.milliseconds, person, why])
  }
}
