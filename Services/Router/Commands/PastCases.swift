import Cases
import Foundation
import GRDB
import RouterPolicy
import Messaging

/// Past cases, a part at a time: from a file of facts, or from the router's database.
enum PastCases {
  /// The bytes of some cases, not read yet.
  struct Part: Sendable {
    let names: [String]
    let facts: [Data]
  }

  private static let size = 20_000

  /// Lines of facts; a case's line with `facts`, as `disposisi dry-run` takes it, counts too.
  static func parts(file: String) throws -> [Part] {
    guard let data = try? Data(contentsOf: URL(filePath: file), options: .mappedIfSafe) else {
      throw PastCaseError(description: "\(file): there is no such file, or it cannot be read")
    }
    var parts: [Part] = []
    var lines: [Data] = []
    var number = 0
    for line in data.split(separator: 0x0A) {
      lines.append(line)
      number += 1
      if lines.count == size { parts.append(part(lines, of: file, endingAt: number)); lines = [] }
    }
    if !lines.isEmpty { parts.append(part(lines, of: file, endingAt: number)) }
    return parts
  }

  private static func part(_ lines: [Data], of file: String, endingAt last: Int) -> Part {
    Part(names: lines.indices.map { "\(file):\(last - lines.count + $0 + 1)" }, facts: lines)
  }

  /// The facts of each case's first decision.
  static func parts(database: DatabaseQueue) throws -> [Part] {
    try database.read { db in
      var parts: [Part] = []
      var (names, facts): ([String], [Data]) = ([], [])
      let rows = try Row.fetchCursor(db, sql: "SELECT number, facts, min(sequence) FROM decisions GROUP BY number")
      while let row = try rows.next() {
        names.append(row[0])
        facts.append(row[1])
        if names.count == size { parts.append(Part(names: names, facts: facts)); (names, facts) = ([], []) }
      }
      if !names.isEmpty { parts.append(Part(names: names, facts: facts)) }
      return parts
    }
  }

  static func read(_ part: Part) throws -> [PastCase] {
    try zip(part.names, part.facts).map { name, bytes in
      do {
        return PastCase(name: name, facts: try EventCoding.decode(FactsLine.self, from: bytes).facts)
      } catch let error as DecodingError {
        throw PastCaseError(description: "\(name): \(error.explanation)")
      }
    }
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

/// A past case that cannot be read.
struct PastCaseError: Error, CustomStringConvertible {
  let description: String
}
