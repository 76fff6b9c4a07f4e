import Cases
import Foundation
import GRDB
import RouterPolicy
import Messaging

/// Situations and the cases in them, as rows.
enum SituationTable {
  static func latest(_ key: SituationKey, in db: Database) throws -> Situation? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT * FROM situations WHERE cooperative = ? AND topic = ? AND province = ? ORDER BY last_at DESC LIMIT 1
        """)
    let row = try Row.fetchOne(statement, arguments: [key.cooperative, key.topic.text, key.province?.text ?? ""])
    return row.map { row in
      Situation(
        id: SituationID(unchecked: row["id"]), key: key, since: Date(milliseconds: row["since"]),
        lastAt: Date(milliseconds: row["last_at"]), cases: row["cases"], isNoticed: row["is_noticed"])
    }
  }

  static func put(_ situation: Situation, with number: CaseNumber, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO situations (id, cooperative, topic, province, since, last_at, cases, is_noticed)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      situation.id.text, situation.key.cooperative, situation.key.topic.text, situation.key.province?.text ?? "",
      situation.since.milliseconds, situation.lastAt.milliseconds, situation.cases, situation.isNoticed,
    ])
    try db.cachedStatement(sql: "INSERT OR IGNORE INTO situation_cases (situation, number) VALUES (?, ?)")
      .execute(arguments: [situation.id.text, number.text])
  }

  /// - Returns: at most a hundred, the first ones.
  static func cases(of id: SituationID, in db: Database) throws -> [CaseNumber] {
    try String.fetchAll(
      db, sql: "SELECT number FROM situation_cases WHERE situation = ? ORDER BY rowid LIMIT 100", arguments: [id.text]
    ).map { CaseNumber(unchecked: $0) }
  }
}
