import ClassifierCore
import Foundation
import GRDB
import Messaging

/// Which models there are, and which one is in force since when.
enum ModelTable {
  /// A model that is or was in force.
  struct Change: Sendable, Equatable {
    let number: Int64
    let model: String
    let changedAt: Date
    let reason: String
  }

  static func last(in db: Database) throws -> Change? { try changes(in: db, limit: 1).first }

  /// The latest first.
  static func changes(in db: Database, limit: Int) throws -> [Change] {
    try Row.fetchAll(db, sql: "SELECT * FROM model_changes ORDER BY change DESC LIMIT ?", arguments: [limit]).map {
      Change(
        number: $0["change"], model: $0["model"], changedAt: Date(milliseconds: $0["changed_at"]), reason: $0["reason"])
    }
  }

  /// - Throws: `TrainingError` for a model that is not kept.
  static func find(_ id: String, in db: Database) throws -> ModelFile {
    guard let data = try Data.fetchOne(db, sql: "SELECT file FROM models WHERE id = ?", arguments: [id]) else {
      throw TrainingError(description: "found no model '\(id.prefix(80))', expected one that `classifier models` lists")
    }
    return try ModelFile(data, file: id)
  }

  /// Keeps a model, and puts it into force.
  static func use(_ model: ModelFile, reason: String, at now: Date, in db: Database) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO models VALUES (?, ?, ?)",
      arguments: [model.id, try model.encoded(), now.milliseconds])
    try use(id: model.id, reason: reason, at: now, in: db)
  }

  static func use(id: String, reason: String, at now: Date, in db: Database) throws {
    try db.execute(
      sql: "INSERT INTO model_changes (model, changed_at, reason) VALUES (?, ?, ?)",
      arguments: [id, now.milliseconds, reason])
  }
}
