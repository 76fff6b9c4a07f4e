import Cases
import Foundation
import GRDB
import RouterPolicy
import Messaging

/// Each decision with the facts it was made from, the book that made it, and why.
enum DecisionTable {
  static func add(_ routed: CaseRouted, facts: Facts, sequence: Int, at now: Date, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO decisions (number, sequence, decided_at, book, rule, unit, facts, explanation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      routed.number.text, sequence, now.milliseconds, routed.policy, routed.rule, routed.unit.text,
      try EventCoding.encode(facts), try routed.explanation.map { try EventCoding.encode($0) },
    ])
  }

  struct Decided: Sendable {
    let facts: Facts
    let book: String
    let at: Date
  }

  /// The last decision of a book: the first one, or that after a correction; where units sent the case is their word.
  static func last(_ number: CaseNumber, in db: Database) throws -> Decided? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT facts, book, decided_at FROM decisions WHERE number = ? AND rule <> ? ORDER BY sequence DESC LIMIT 1
        """, arguments: [number.text, RuleBook.transferRule]
    ).map { row in
      Decided(
        facts: try EventCoding.decode(Facts.self, from: row[0]), book: row[1], at: Date(milliseconds: row[2]))
    }
  }

  /// What a candidate would have decided otherwise.
  static func note(
    _ difference: Decision, candidate: String, live: Decision, number: CaseNumber, at now: Date, in db: Database
  ) throws {
    try db.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO differences (number, candidate, decided_at, live_unit, live_rule, unit, rule)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      number.text, candidate, now.milliseconds, live.unit.code.text, live.rule, difference.unit.code.text,
      difference.rule,
    ])
  }

  /// A line each, the last ones first.
  static func differences(_ limit: Int, in db: Database) throws -> [String] {
    try Row.fetchAll(db, sql: "SELECT * FROM differences ORDER BY decided_at DESC LIMIT ?", arguments: [limit]).map {
      row in
      let at = EventCoding.format(Date(milliseconds: row["decided_at"]))
      let live = "\(row["live_unit"] as String) (\(row["live_rule"] as String))"
      return
        "\(at)  \(row["number"] as String)  \(live) → \(row["unit"] as String) (\(row["rule"] as String))  \(row["candidate"] as String)"
    }
  }
}
