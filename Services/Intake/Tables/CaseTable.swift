import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging

/// Cases as intake keeps them: as received, and their public state.
enum CaseTable {
  /// Stores a case under a new number and says so; a repeated request gives the case that is there.
  static func insert(_ registration: Registration, _ work: borrowing Work) throws -> Receipt {
    if let once = registration.once, let known = try receipt(for: once, in: work.db) { return known }
    var report = registration.submission.report
    report.attachments = registration.attachments
    report.receivedAt = registration.submission.receivedAt ?? work.now
    report.related = try related(registration.named, in: work.db)
    let receipt = try insert(report, registration, work)
    try insertParts(of: receipt.number, registration, work)
    if let contact = registration.submission.contact {
      let recorded = ContactRecorded(
        number: receipt.number, name: contact.name, phone: contact.phone, email: contact.email, code: receipt.code,
        language: registration.submission.language)
      try work.emit(recorded, sequence: 1)
    }
    try work.emit(CaseReceived(number: receipt.number, report: report), sequence: 1)
    return receipt
  }

  /// The first case of ours that a text names. That there is one is told to units alone: a report is no way to try numbers out.
  private static func related(_ named: [CaseNumber], in db: Database) throws -> CaseNumber? {
    guard !named.isEmpty else { return nil }
    let statement = try db.cachedStatement(sql: "SELECT 1 FROM cases WHERE number = ?")
    return try named.first { try Int.fetchOne(statement, arguments: [$0.text]) != nil }
  }

  /// A case that this file has lost: its reporter's code and contact are gone, its public state is not.
  static func adopt(_ number: CaseNumber, _ report: Report, _ work: borrowing Work) throws {
    try work.db.cachedStatement(sql: insertion).execute(arguments: [
      number.text, Secrets.publicID(), Secrets.code(), Secrets.token(), try EventCoding.encode(report),
      report.topic?.text,
      report.privacy == .open, nil, nil, nil, report.receivedAt.milliseconds, work.now.milliseconds, nil,
    ])
    guard work.db.changesCount > 0 else { return }
    let entry = HistoryEntry(state: .received, at: report.receivedAt, unitName: nil, text: nil)
    try History.add(entry, number: number, sequence: 1, in: work.db)
    // Later facts may have come first.
    try work.db.execute(
      sql: """
        UPDATE cases SET (state, sequence, updated_at) =
          (SELECT state, sequence, at FROM history WHERE number = ?1 ORDER BY sequence DESC LIMIT 1) WHERE number = ?1
        """, arguments: [number.text])
  }

  private static let insertion = """
    INSERT OR IGNORE INTO cases (number, public_id, code, token, report, topic, is_listed, latitude, longitude, address,
      state, sequence, received_at, updated_at, sender) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'received', 1, ?, ?, ?)
    """

  private static func insert(
    _ report: Report, _ registration: Registration, _ work: borrowing Work
  ) throws -> Receipt {
    let statement = try work.db.cachedStatement(sql: insertion)
    let json = try EventCoding.encode(report)
    let location = registration.submission.location
    var generator = SystemRandomNumberGenerator()
    // A billion numbers: two tries are rare, ten mean that something else is wrong.
    for _ in 0..<10 {
      let receipt = Receipt(
        number: .random(using: &generator), code: Secrets.code(), isReplay: false)
      try statement.execute(arguments: [
        receipt.number.text, Secrets.publicID(), receipt.code, Secrets.token(), json, report.topic?.text,
        report.privacy == .open,
        location?.latitude, location?.longitude, location?.address,
        report.receivedAt.milliseconds, work.now.milliseconds, registration.sender,
      ])
      if work.db.changesCount > 0 { return receipt }
    }
    throw DatabaseError(resultCode: .SQLITE_CONSTRAINT, message: "no free case number found")
  }

  private static func insertParts(
    of number: CaseNumber, _ registration: Registration, _ work: borrowing Work
  ) throws {
    let db = work.db
    if let contact = registration.submission.contact {
      try db.cachedStatement(sql: "INSERT INTO contacts (number, name, phone, email) VALUES (?, ?, ?, ?)")
        .execute(arguments: [number.text, contact.name, contact.phone, contact.email])
    }
    for attachment in registration.attachments {
      try db.execute(
        sql: "INSERT INTO attachments (id, number, media_type, bytes) VALUES (?, ?, ?, ?)",
        arguments: [attachment.id, number.text, attachment.mediaType, attachment.bytes])
    }
    if let once = registration.once {
      try db.cachedStatement(sql: "INSERT INTO idempotency (key, fingerprint, number, at) VALUES (?, ?, ?, ?)")
        .execute(arguments: [once.key, once.fingerprint, number.text, work.now.milliseconds])
    }
    try History.add(
      HistoryEntry(state: .received, at: work.now, unitName: nil, text: registration.answer), number: number,
      sequence: 1,
      in: db)
  }

  private static func receipt(for once: IdempotencyKey, in db: Database) throws -> Receipt? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT number, code, fingerprint FROM idempotency JOIN cases USING (number) WHERE key = ?
        """)
    guard let row = try Row.fetchOne(statement, arguments: [once.key]) else { return nil }
    guard row["fingerprint"] == once.fingerprint else { throw IdempotencyKeyReused() }
    return Receipt(number: CaseNumber(unchecked: row["number"]), code: row["code"], isReplay: true)
  }
}

/// What cannot be foreseen.
enum Secrets {
  /// Without letters and digits that look alike: it is read out on the phone.
  private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")

  static func code() -> String { String((0..<8).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] }) }

  static func token() -> String { hexadecimal(16) }

  /// Short enough to be said aloud, and long enough that nobody finds one by trying.
  static func publicID() -> String { "p" + hexadecimal(8) }

  private static func hexadecimal(_ bytes: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return Fingerprint.hexadecimal((0..<bytes).map { _ in UInt8.random(in: 0...255, using: &generator) })
  }

  /// Compares without telling by the time how much was right.
  static func equal(_ left: String, _ right: String) -> Bool {
    let (left, right) = (Array(left.utf8), Array(right.utf8))
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
