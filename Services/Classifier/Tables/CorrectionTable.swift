import Cases
import ClassifierCore
import Foundation
import GRDB
import Messaging

/// What people said of cases that were taken for something else.
enum CorrectionTable {
  static func add(_ event: CaseCorrected, at now: Date, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO corrections (number, unit, corrected_at, text, topic, kind, was_topic, was_kind, model)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        event.number.text, event.unit.text, now.milliseconds, event.report.text, event.classification.topic.text,
        event.classification.kind.rawValue, event.before.topic.text, event.before.kind.rawValue, event.before.model,
      ])
  }

  /// The last word on each case, in the order of their coming.
  /// - Parameter last: the number of the last one that counts; nil for all.
  static func all(through last: Int64? = nil, in db: Database) throws -> [TopicTraining.Correction] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT max(correction) AS correction, text, topic, kind FROM corrections WHERE correction <= ?
        GROUP BY number ORDER BY correction
        """, arguments: [last ?? Int64.max])
    return rows.compactMap { row in
      guard let kind = CaseKind(rawValue: row["kind"]) else { return nil }
      return TopicTraining.Correction(
        number: row["correction"], text: row["text"], topic: TopicCode(unchecked: row["topic"]), kind: kind)
    }
  }
}
