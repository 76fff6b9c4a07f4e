import Contract
import Foundation
import GRDB

/// What the service has said in the last weeks. An event that is said again is the same event, with the same id: who has
/// it already passes it over.
enum SaidEvents {
  /// Which events, and to whom.
  struct Selection: Sendable {
    /// Empty for all cases.
    var numbers: Set<String> = []
    /// Only to this queue's key.
    var routingKey: String?
    /// Only to this service.
    var hearer: ServiceName?
    var since: Date?

    fileprivate func destinations(_ line: String, _ number: String, _ saidAt: Int64) -> String? {
      guard numbers.isEmpty || numbers.contains(number), since.map({ saidAt >= $0.milliseconds }) ?? true else {
        return nil
      }
      let wanted = line.split(separator: "\n").filter { destination in
        let key = destination.split(separator: "\t").last ?? ""
        if let routingKey { return key == routingKey }
        if let hearer { return key.hasPrefix(hearer.rawValue + ".") }
        return true
      }
      return wanted.isEmpty ? nil : wanted.joined(separator: "\n")
    }
  }

  struct Found: Sendable, Equatable {
    let id: Int64
    let destinations: String
    let number: String
    let type: String
    let saidAt: Date
  }

  /// - Parameter last: the id of the last one that was looked at.
  /// - Returns: what fits among the next ones, and the id of the last of these; nil after the end.
  static func find(
    _ selection: Selection, after last: Int64, limit: Int = 5_000, in db: Database
  ) throws -> (found: [Found], last: Int64)? {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT id, destinations, correlation_id, type, said_at FROM events WHERE id > ? ORDER BY id LIMIT ?
        """, arguments: [last, limit])
    guard let end = rows.last else { return nil }
    let found = rows.compactMap { row -> Found? in
      selection.destinations(row[1], row[2], row[4]).map {
        Found(id: row[0], destinations: $0, number: row[2], type: row[3], saidAt: Date(milliseconds: row[4]))
      }
    }
    return (found, end[0])
  }

  /// Puts events into the outbox again; those that are on their way to the same queues are there already.
  /// - Returns: how many were put there.
  static func sayAgain(_ events: [Found], at now: Date, in db: Database) throws -> Int {
    try events.reduce(into: 0) { count, event in
      guard let row = try Row.fetchOne(db, sql: "SELECT destinations FROM outbox WHERE id = ?", arguments: [event.id])
      else {
        try db.execute(
          sql: "INSERT INTO outbox (id, destinations, since, due_at) VALUES (?, ?, ?, ?)",
          arguments: [event.id, event.destinations, now.milliseconds, now.milliseconds])
        return count += 1
      }
      // All of them.
      guard let waiting = row[0] as String? else { return }
      let known = waiting.split(separator: "\n")
      let missing = event.destinations.split(separator: "\n").filter { !known.contains($0) }
      guard !missing.isEmpty else { return }
      try db.execute(
        sql: "UPDATE outbox SET destinations = ?, due_at = ? WHERE id = ?",
        arguments: [(known + missing).joined(separator: "\n"), now.milliseconds, event.id])
      count += 1
    }
  }

  /// Forgets old ones, but none that is still to be published.
  /// - Returns: how many, at most `limit`.
  static func forget(before: Date, limit: Int, in db: Database) throws -> Int {
    try db.execute(
      sql: """
        DELETE FROM events WHERE id IN
          (SELECT id FROM events WHERE said_at < ?2 AND id NOT IN (SELECT id FROM outbox) ORDER BY said_at LIMIT ?1)
        """, arguments: [limit, before.milliseconds])
    return db.changesCount
  }
}
