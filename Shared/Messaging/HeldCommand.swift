package import ArgumentParser
import Cases
import Foundation
import GRDB
import Operations
import Texts

/// A row that waits in one of the runtime's tables, with the reason.
struct HeldRow {
  let table: String
  let id: String
  let number: String
  let type: String
  let attempts: Int
  let dueAt: Date?
  let reason: String

  static let limit = 1_000

  /// What is not published, waits for its next try, or is set aside. Dead letters have a command of their own.
  static func all(in db: Database) throws -> [HeldRow] {
    let outbox = try Row.fetchAll(
      db,
      sql: """
        SELECT id, correlation_id, type, attempts, due_at, coalesce(problem, 'not tried yet') FROM outbox
        JOIN events USING (id) ORDER BY id LIMIT ?
        """, arguments: [limit]
    ).map { row in
      HeldRow(
        table: "outbox", id: "\(row[0] as Int64)", number: row[1], type: row[2], attempts: row[3],
        dueAt: (row[4] as Int64) > 0 ? Date(milliseconds: row[4]) : nil, reason: row[5])
    }
    // One after the other: each may be large.
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT id, message, attempts, due_at, reason FROM deferred WHERE sender IS NULL ORDER BY due_at, id LIMIT ?
        """, arguments: [limit])
    var deferred: [HeldRow] = []
    while let row = try rows.next() {
      let message = (try? row.decode(Data.self, atIndex: 1)).flatMap { try? KeptMessage.decode($0) }
      deferred.append(
        HeldRow(
          table: "deferred", id: "\(row[0] as Int64)", number: message?.correlationID ?? "-",
          type: message?.type ?? "-", attempts: row[2], dueAt: Date(milliseconds: row[3]), reason: row[4]))
    }
    let turns = try Row.fetchAll(
      db, sql: "SELECT queue, sender, waiting FROM turns ORDER BY sender LIMIT ?", arguments: [limit]
    )
    .map { row in
      HeldRow(
        table: "turns", id: "\(row[0] as String)/\(row[1] as String)", number: "-", type: "-", attempts: 0, dueAt: nil,
        reason: "\(row[2] as Int) messages wait for their sender's turn")
    }
    let aside = try SetAside.all(in: db, limit: limit).map { entry in
      HeldRow(
        table: "set_aside", id: "\(entry.what)/\(entry.id)", number: entry.id, type: "-", attempts: 1, dueAt: nil,
        reason: entry.reason)
    }
    return outbox + deferred + turns + aside
  }

  /// Makes rows due now.
  /// - Parameter id: `TABLE/ID` as listed; nil for all.
  static func retry(_ id: String?, in db: Database) throws -> Int {
    let parts = id?.split(separator: "/", maxSplits: 1).map(String.init)
    let (table, row) = (parts?.first, parts.flatMap { $0.count > 1 ? $0[1] : nil })
    var count = 0
    if table == nil || table == "outbox" {
      try db.execute(
        sql: "UPDATE outbox SET due_at = \(Outbox.atOnce) WHERE due_at > 0 AND (?1 IS NULL OR id = ?1)",
        arguments: [row.flatMap(Int64.init)])
      count += db.changesCount
    }
    if table == nil || table == "deferred" {
      try db.execute(
        sql: "UPDATE deferred SET due_at = 0 WHERE sender IS NULL AND (?1 IS NULL OR id = ?1)",
        arguments: [row.flatMap(Int64.init)])
      count += db.changesCount
    }
    if table == nil || table == "set_aside" {
      let names = row?.split(separator: "/", maxSplits: 1).map(String.init)
      count += try SetAside.release(names?.first, names.flatMap { $0.count > 1 ? $0[1] : nil }, in: db)
    }
    return count
  }

  var line: String {
    let due = dueAt.map { "next try \(EventCoding.format($0))" } ?? "no time set"
    return "\(table)/\(id)  \(number)  \(type)  attempts \(attempts)  \(due)  \(reason)".visible
  }

  func json() throws -> String {
    let object: [String: JSONValue] = [
      "id": .text("\(table)/\(id)"), "number": .text(number), "type": .text(type), "attempts": .integer(attempts),
      "due_at": dueAt.map { .text(EventCoding.format($0)) } ?? .null, "reason": .text(reason),
    ]
    return try JSONValue.object(object).line()
  }
}

/// `held list|retry`: what waits in the service, beside dead letters.
package struct HeldCommand<Identity: ServiceIdentity>: ParsableCommand {
  package static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "held",
      abstract: "What is not published yet, waits for its next try, or was set aside: list, retry.",
      subcommands: [HeldList<Identity>.self, HeldRetry<Identity>.self])
  }

  package init() {}
}

struct HeldList<Identity: ServiceIdentity>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "list", abstract: "One line each, with the reason and the next try.")
  }

  @OptionGroup var settings: SettingsOptions
  @Flag(help: "One JSON object a line.") var json = false

  func run() throws {
    let rows = try StateFile.read(settings, Identity.name).read { try HeldRow.all(in: $0) }
    if rows.isEmpty, !json { print("nothing waits") }
    for row in rows { print(json ? try row.json() : row.line) }
  }
}

struct HeldRetry<Identity: ServiceIdentity>: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "retry", abstract: "Try one, or all, now.")
  }

  @OptionGroup var settings: SettingsOptions
  @Argument(help: "A row as `held list` names it, such as outbox/17.") var id: String?
  @Flag(help: "All of them.") var all = false

  func validate() throws {
    if (id == nil) != all { throw ValidationError("name one row, or say --all") }
    guard let id else { return }
    let parts = id.split(separator: "/", maxSplits: 2).map(String.init)
    let isNumbered = parts.count == 2 && ["outbox", "deferred"].contains(parts[0]) && Int64(parts[1]) != nil
    guard isNumbered || (parts.count == 3 && parts[0] == "set_aside") else {
      throw ValidationError("found '\(id)', expected a row as `held list` names it, such as outbox/17")
    }
  }

  func run() throws {
    let count = try StateFile.write(settings, Identity.name).write { try HeldRow.retry(id, in: $0) }
    if count == 0, let id { throw ValidationError("nothing that waits is called \(id)") }
    print("\(count) are tried now")
  }
}
