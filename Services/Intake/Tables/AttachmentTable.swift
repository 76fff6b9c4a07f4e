import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging

/// What came with cases, and who looked at it.
enum AttachmentTable {
  /// One attachment of a case that a unit has; the look is recorded in the same commit.
  /// - Returns: nil where the unit has no such case, or the case no such attachment.
  static func look(
    at id: String, of number: CaseNumber, by key: ApiKey, now: Date, in db: Database
  ) throws -> Attachment? {
    guard let unit = key.unit else { return nil }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT media_type, bytes FROM attachments JOIN cases USING (number)
        WHERE attachments.id = ? AND number = ? AND cases.unit = ?
        """, arguments: [id, number.text, unit.text])
    guard let row else { return nil }
    try LookTable.record(number, by: "key \(key.name) of unit \(unit)", why: "attachment \(id)", at: now, in: db)
    return Attachment(id: id, mediaType: row["media_type"], bytes: row["bytes"])
  }

  /// A case's attachments; the look is recorded in the same commit.
  static func look(
    at number: CaseNumber, by person: String, why: String, now: Date, in db: Database
  ) throws -> [Attachment] {
    let found = try Row.fetchAll(
      db, sql: "SELECT id, media_type, bytes FROM attachments WHERE number = ? ORDER BY rowid", arguments: [number.text]
    ).map { Attachment(id: $0["id"], mediaType: $0["media_type"], bytes: $0["bytes"]) }
    guard !found.isEmpty else { return [] }
    try LookTable.record(number, by: person, why: why, at: now, in: db)
    return found
  }

  /// Where all of them lie within the folder of attachments.
  static func paths(in db: Database) throws -> [String] {
    try Row.fetchAll(db, sql: "SELECT id, media_type FROM attachments ORDER BY id").map { row in
      guard let kind = MediaKind(rawValue: row["media_type"]) else {
        throw BackupError("attachment \(row["id"] as String)", "is of a kind that this version does not know")
      }
      return AttachmentStore.name(row["id"], kind)
    }
  }
}
