import AMQP
import Cases
import Foundation
import GRDB
import NIOConcurrencyHelpers

/// What the service has said: written with the state it follows from, published after the commit, and kept
/// until the broker has confirmed it.
final class Outbox: Sendable {
  struct Row: Sendable {
    let id: Int64
    let outgoing: [Outgoing]
    let attempts: Int
  }

  private let lastID: NIOLockedValueBox<Int64>
  private let confirmedIDs = NIOLockedValueBox<[Int64]>([])
  /// Yields when there may be something to publish.
  let signals: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init(_ pool: DatabasePool) throws {
    lastID = NIOLockedValueBox(try pool.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM outbox") } ?? 0)
    (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    continuation.yield()
  }

  func signal() { continuation.yield() }

  func add(
    _ event: CloudEvent<some Event>, to destinations: [Destination], trace: TraceContext, at now: Date,
    in db: Database
  ) throws {
    let body = try EventCoding.encode(event)
    guard body.count <= EventCoding.maximumBytes else {
      throw Unheard("\(event.id) has \(body.count) bytes, expected at most \(EventCoding.maximumBytes)")
    }
    let id = lastID.withLockedValue { last in
      last += 1
      return last
    }
    let lines = destinations.map { "\($0.exchange)\t\($0.routingKey)" }.joined(separator: "\n")
    try db.cachedStatement(
      sql: """
        INSERT INTO outbox (id, destinations, message_id, correlation_id, type, traceparent, body, said_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      id, lines, event.id.text, event.data.subject, type(of: event.data).type.text, trace.child.header, body,
      now.milliseconds,
    ])
  }

  // MARK: Publishing

  static func rows(in db: Database, after id: Int64, limit: Int, userID: String?) throws -> [Row] {
    let statement = try db.cachedStatement(
      sql: """
        SELECT id, destinations, message_id, correlation_id, type, traceparent, body, attempts
        FROM outbox WHERE id > ? ORDER BY id LIMIT ?
        """)
    return try GRDB.Row.fetchAll(statement, arguments: [id, limit]).map { row in
      let message = Message(
        body: row[6], contentType: "application/cloudevents+json", messageID: row[2], correlationID: row[3],
        type: row[4], userID: userID, headers: ["traceparent": row[5]])
      let destinations: String = row[1]
      let outgoing = destinations.split(separator: "\n").map { line in
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
        return Outgoing(exchange: String(parts[0]), routingKey: String(parts.last ?? ""), message: message)
      }
      return Row(id: row[0], outgoing: outgoing, attempts: row[7])
    }
  }

  /// Notes what needs no more publishing; it is forgotten with the next commit.
  func confirmed(_ ids: [Int64]) { confirmedIDs.withLockedValue { $0 += ids } }

  func takeConfirmed() -> [Int64] {
    confirmedIDs.withLockedValue { ids in
      defer { ids = [] }
      return ids
    }
  }

  /// Runs of ids become one statement each.
  static func forget(_ ids: [Int64], in db: Database) throws {
    guard var start = ids.first else { return }
    var end = start
    let statement = try db.cachedStatement(sql: "DELETE FROM outbox WHERE id BETWEEN ? AND ?")
    for id in ids.dropFirst() {
      if id == end + 1 {
        end = id
        continue
      }
      try statement.execute(arguments: [start, end])
      start = id
      end = id
    }
    try statement.execute(arguments: [start, end])
  }

  /// Keeps a row whose publish did not succeed, for the destinations that it did not reach.
  static func keep(_ row: Row, unreached: [Outgoing], problem: String, in db: Database) throws {
    let lines = unreached.map { "\($0.exchange)\t\($0.routingKey)" }.joined(separator: "\n")
    try db.execute(
      sql: "UPDATE outbox SET destinations = ?, attempts = attempts + 1, problem = ? WHERE id = ?",
      arguments: [lines, String(problem.prefix(500)), row.id])
  }
}
