import Cases
import Foundation
import GRDB
import Operations
import RouterPolicy
import Messaging
import Texts

/// Past cases, a part at a time: from a file of facts, or from the router's database.
enum PastCases {
  /// The bytes of some cases, not read yet.
  typealias Part = [JSONLine]

  private static let size = 20_000

  /// Lines of facts; a case's line with `facts`, as `disposisi dry-run` takes it, counts too.
  static func parts(file: String) throws -> [Part] {
    let lines = try JSONLine.read(file)
    return stride(from: 0, to: lines.count, by: size).map { Array(lines[$0..<min($0 + size, lines.count)]) }
  }

  /// The facts of each case's first decision.
  static func parts(database: DatabaseQueue) throws -> [Part] {
    try database.read { db in
      var parts: [Part] = []
      var part: Part = []
      let rows = try Row.fetchCursor(db, sql: "SELECT number, facts, min(sequence) FROM decisions GROUP BY number")
      while let row = try rows.next() {
        part.append(JSONLine(location: FileLocation(row[0]), bytes: row[1]))
        if part.count == size { parts.append(part); part = [] }
      }
      return part.isEmpty ? parts : parts + [part]
    }
  }

  static func read(_ part: Part) throws -> [PastCase] {
    try part.map { PastCase(name: "\($0.location)", facts: try $0.decode(FactsLine.self).facts) }
  }
}

/// A line that holds facts, by themselves or under a key.
private struct FactsLine: Decodable {
  let facts: Facts

  enum CodingKeys: String, CodingKey { case facts, topic }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    facts = try values.contains(.topic) ? Facts(from: decoder) : values.decode(Facts.self, forKey: .facts)
  }
}
