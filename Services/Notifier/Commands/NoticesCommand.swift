import ArgumentParser
import Cases
import Foundation
import GRDB
import Operations
import Messaging

struct NoticesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notices", abstract: "What reporters are owed, were sent, or could not be told.",
    subcommands: [List.self, Retry.self])

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One line each; never with the reporter's contact.")

    @OptionGroup var settings: SettingsOptions
    @Option(help: "Only those that are owed, sent, failed or unaddressed.") var state: String?
    @Option(help: "At most so many.") var limit = 1000
    @Flag(help: "One JSON object a line.") var json = false

    func run() throws {
      let (state, limit) = (state, limit)
      let rows = try StateFile.read(settings, NotifierMain.name).read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT id, number, kind, state, attempts, owed_at, coalesce(problem, '') AS problem FROM notices
            WHERE ?1 IS NULL OR state = ?1 ORDER BY owed_at, id LIMIT ?2
            """, arguments: [state, limit])
      }
      for row in rows { print(json ? try Self.json(row) : Self.line(row)) }
      if rows.isEmpty, !json { print("no notices") }
    }

    private static func line(_ row: Row) -> String {
      let owedAt = EventCoding.format(Date(milliseconds: row["owed_at"]))
      return "\(row["state"] as String)  \(owedAt)  \(row["id"] as String)  \(row["kind"] as String)"
        + "  attempts \(row["attempts"] as Int)  \(row["problem"] as String)"
    }

    private static func json(_ row: Row) throws -> String {
      let object: [String: JSONValue] = [
        "id": .text(row["id"]), "number": .text(row["number"]), "kind": .text(row["kind"]),
        "state": .text(row["state"]), "attempts": .integer(row["attempts"]), "problem": .text(row["problem"]),
        "owed_at": .text(EventCoding.format(Date(milliseconds: row["owed_at"]))),
      ]
      return try JSONValue.object(object).line()
    }
  }

  struct Retry: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Owe a failed notice again, or all of them.")

    @OptionGroup var settings: SettingsOptions
    @Argument(help: "The notice's id, from `notices list`.") var id: String?
    @Flag(help: "All that failed.") var all = false

    func validate() throws {
      if (id == nil) != all { throw ValidationError("name one notice, or say --all") }
    }

    func run() throws {
      let id = id
      let count = try StateFile.write(settings, NotifierMain.name).write { db in
        try db.execute(
          sql:
            "UPDATE notices SET state = 'owed', due_at = 0, owed_at = ?2 WHERE state = 'failed' AND (?1 IS NULL OR id = ?1)",
          arguments: [id, Date().milliseconds])
        return db.changesCount
      }
      if count == 0, let id { throw ValidationError("there is no failed notice \(id)") }
      print("\(count) owed again")
    }
  }
}
