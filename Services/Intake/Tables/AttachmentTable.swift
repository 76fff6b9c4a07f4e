import Cases
import Foundation
import GRDB
import Messaging

/// What came with cases, and who looked at it.
enum AttachmentTable {
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
}
