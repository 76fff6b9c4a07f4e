import ArgumentParser
import Cases
import Foundation
package import GRDB
import Operations

/// What a service knows of every case, and which messages about cases it holds: its part of the house's ledger.
/// Lines of fields with tabs between, in pages: it is asked over the admin door, or from the file beside the service.
package struct ServiceLedger: Sendable {
  /// What the ledger asks a service for.
  package enum Part: String, CaseIterable, Sendable {
    /// `number, state, time, contact`: one line a case.
    case cases
    /// `id, number, type`: what is said and not confirmed, what waits for its next try, what waits for a person.
    case outbox, deferred, dead
  }

  /// How many lines one answer has at most; none mean that all were told.
  private static let page = 5_000

  /// Selects number, state, milliseconds since 1970 and whether there is a contact, of each case.
  private let cases: String

  package init(cases: String) { self.cases = cases }

  /// - Returns: a case's state and its milliseconds since 1970; nil where it does not know the case.
  func state(of number: CaseNumber, in db: Database) throws -> (state: String, since: Int64)? {
    try Row.fetchOne(db, sql: "SELECT * FROM (\(cases)) WHERE number = ?", arguments: [number.text]).map {
      ($0[1] as String, $0[2] as Int64)
    }
  }

  /// How many cases it knows.
  func count(in db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(cases))") ?? 0
  }

  /// - Parameter last: the first field of the last line known, or empty.
  package func lines(_ part: Part, after last: String, in db: Database) throws -> [String] {
    switch part {
    case .cases:
      return try Row.fetchAll(
        db, sql: "SELECT * FROM (\(cases)) WHERE number > ? ORDER BY number LIMIT ?", arguments: [last, Self.page]
      ).map { "\($0[0] as String)\t\($0[1] as String)\t\($0[2] as Int64)\t\($0[3] as Int64)" }
    case .outbox:
      return try Row.fetchAll(
        db, sql: "SELECT id, correlation_id, type FROM outbox JOIN events USING (id) WHERE id > ? ORDER BY id LIMIT ?",
        arguments: [Int64(last) ?? 0, Self.page]
      ).map { "\($0[0] as Int64)\t\($0[1] as String)\t\($0[2] as String)" }
    case .deferred, .dead:
      // One after the other: each may be large.
      let rows = try Row.fetchCursor(
        db, sql: "SELECT id, message FROM \(part.rawValue) WHERE id > ? ORDER BY id LIMIT ?",
        arguments: [Int64(last) ?? 0, Self.page / 10])
      var lines: [String] = []
      while let row = try rows.next() {
        let message = (try? row.decode(Data.self, atIndex: 1)).flatMap { try? KeptMessage.decode($0) }
        // What strangers wrote there must not break a line.
        let fields = [message?.correlationID, message?.type].map { field in
          String((field ?? "-").prefix(80).map { $0.isWhitespace ? "_" : $0 })
        }
        lines.append("\(row[0] as Int64)\t\(fields[0])\t\(fields[1])")
      }
      return lines
    }
  }
}
