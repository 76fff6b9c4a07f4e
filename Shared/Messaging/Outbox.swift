import Threads
import AMQP
import Cases
import Contract
import Foundation
import GRDB
import NIOConcurrencyHelpers

/// What the service has said and the broker has not confirmed: written with the state it follows from, published
/// after the commit. The events themselves stay for a while, so that they can be said again.
final class Outbox: Sendable {
  struct Row: Sendable {
    let id: Int64
    let outgoing: [Publication]
    let attempts: Int
    /// An operator has asked for its next try, whatever its queue did before.
    let isAskedFor: Bool
  }

  private let confirmedIDs = NIOLockedValueBox<[Int64]>([])
  /// Yields when there may be something to publish.
  let signals: AsyncStream<Void>
  private let continuation: AsyncStream<Void>.Continuation

  init() {
    (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    continuation.yield()
  }

  func signal() { continuation.yield() }

  /// Nothing is kept of what nobody hears.
  func add(
    _ event: CloudEvent<some Event>, to destinations: [Destination], trace: TraceContext, at now: Date,
    in db: Database
  ) throws {
    guard !destinations.isEmpty else { return }
    let body = try EventCoding.encode(event)
    guard body.count <= EventCoding.maximumBytes else {
      throw TooLarge(description: "\(event.id) has \(body.count) bytes, expected at most \(EventCoding.maximumBytes)")
    }
    try db.cachedStatement(
      sql: """
        INSERT INTO events (destinations, message_id, correlation_id, type, traceparent, body, said_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      Self.text(destinations.map { ($0.exchange, $0.routingKey) }), event.id.text, event.data.subject,
      type(of: event.data).type.text, trace.child.header, body, now.milliseconds,
    ])
    try db.cachedStatement(sql: "INSERT INTO outbox (id, since) VALUES (?, ?)").execute(
      arguments: [db.lastInsertedRowID, now.milliseconds])
  }

  /// Since when the oldest event waits, and why, if its publish has failed.
  static func oldest(in db: Database) throws -> (since: Date, problem: String?)? {
    try GRDB.Row.fetchOne(db, sql: "SELECT since, problem FROM outbox ORDER BY since LIMIT 1")
      .map { (Date(milliseconds: $0[0]), $0[1]) }
  }

  /// How many events have failed to reach a queue, and why one of them did.
  static func unreached(in db: Database) throws -> (count: Int, problem: String) {
    let row = try GRDB.Row.fetchOne(
      db, sql: "SELECT count(*), min(problem) FROM outbox WHERE due_at > 0 AND problem IS NOT NULL")
    return (row?[0] ?? 0, row?[1] ?? "")
  }

  // MARK: Publishing

  /// As the time of the next try: an operator has asked for it.
  static let atOnce: Int64 = 1

  private static let columns = """
    SELECT id, coalesce(outbox.destinations, events.destinations), message_id, correlation_id, type, traceparent, body,
      attempts, due_at
    FROM outbox JOIN events USING (id)
    """

  /// Events that were not tried yet, in the order in which they were said.
  static func new(in db: Database, after id: Int64, limit: Int, userID: String?) throws -> [Row] {
    let statement = try db.cachedStatement(sql: "\(columns) WHERE id > ? AND due_at = 0 ORDER BY id LIMIT ?")
    return try GRDB.Row.fetchAll(statement, arguments: [id, limit]).map { row($0, userID) }
  }

  /// Why an event is tried that is not new.
  enum Due: CaseIterable {
    /// A queue did not take it.
    case refused
    /// The broker has closed a channel over it: it goes alone.
    case alone
    /// An operator has it said again.
    case again

    fileprivate var condition: String {
      switch self {
      case .refused: "problem IS NOT NULL AND is_alone = 0"
      case .alone: "problem IS NOT NULL AND is_alone = 1"
      case .again: "problem IS NULL"
      }
    }
  }

  /// Events whose next try is due. A pause that no pause can be is one that a wrong clock has set.
  static func due(_ due: Due, in db: Database, at now: Date, limit: Int, userID: String?) throws -> [Row] {
    let statement = try db.cachedStatement(
      sql: """
        \(columns) WHERE due_at > 0 AND \(due.condition) AND (due_at <= ? OR due_at > ?) ORDER BY due_at, id LIMIT ?
        """)
    let latest = now.addingTimeInterval(PublishPause.longest / .seconds(1)).milliseconds
    return try GRDB.Row.fetchAll(statement, arguments: [now.milliseconds, latest, limit]).map { row($0, userID) }
  }

  /// What queues did not take before this process began, as far as it is still to be tried.
  static func held(in db: Database, at now: Date) throws -> HeldDestinations {
    var held = HeldDestinations()
    let rows = try GRDB.Row.fetchCursor(
      db,
      sql: """
        SELECT DISTINCT destinations, due_at FROM outbox
        WHERE due_at > 0 AND problem IS NOT NULL AND is_alone = 0 AND destinations IS NOT NULL ORDER BY due_at
        """)
    while let row = try rows.next() {
      let due = min(Date(milliseconds: row[1]), now.addingTimeInterval(PublishPause.longest / .seconds(1)))
      for (exchange, routingKey) in destinations(row[0]) {
        held.hold(Destination(exchange: exchange, routingKey: routingKey), until: due, at: now)
      }
    }
    return held
  }

  private static func row(_ row: GRDB.Row, _ userID: String?) -> Row {
    let message = Message(
      body: row[6], contentType: CloudEvent<CaseReceived>.mediaType, messageID: row[2], correlationID: row[3],
      type: row[4], userID: userID, headers: ["traceparent": row[5]])
    let outgoing = destinations(row[1]).map { Publication(exchange: $0, routingKey: $1, message: message) }
    return Row(id: row[0], outgoing: outgoing, attempts: row[7], isAskedFor: row[8] == atOnce)
  }

  private static func destinations(_ text: String) -> [(exchange: String, routingKey: String)] {
    text.split(separator: "\n").map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts.last ?? ""))
    }
  }

  static func text(_ destinations: [(exchange: String, routingKey: String)]) -> String {
    destinations.map { "\($0.exchange)\t\($0.routingKey)" }.joined(separator: "\n")
  }

  /// Notes what needs no more publishing; it is forgotten with the next commit.
  func confirmed(_ ids: [Int64]) { confirmedIDs.withLockedValue { $0 += ids } }

  var hasConfirmed: Bool { confirmedIDs.withLockedValue { !$0.isEmpty } }

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

  /// A row that is not where it should be, for the destinations that it has not reached.
  struct Failure: Sendable {
    let row: Row
    let unreached: [Publication]
    let problem: String
    let dueAt: Date
    /// Whether the broker has closed a channel over it: next time it goes alone.
    var isAlone = false
    /// False where it waits behind another.
    var wasTried = true
  }

  static func keep(_ failure: Failure, in db: Database) throws {
    try db.cachedStatement(
      sql: """
        UPDATE outbox SET destinations = ?, attempts = attempts + ?, problem = ?, due_at = ?, is_alone = ? WHERE id = ?
        """
    ).execute(arguments: [
      text(failure.unreached.map { ($0.exchange, $0.routingKey) }), failure.wasTried ? 1 : 0,
      String(failure.problem.prefix(500)), max(failure.dueAt.milliseconds, atOnce + 1), failure.isAlone,
      failure.row.id,
    ])
  }
}

/// How long an event waits for its next try, by what has become of the last one.
enum PublishPause {
  static let longest = Duration.seconds(60)
  /// A queue elects a new leader within seconds; one that is full, or has no majority, stays so for longer.
  private static let election = Backoff(first: .milliseconds(500), longest: .seconds(2))
  private static let full = Duration.seconds(8)
  private static let other = Backoff(first: .seconds(1), longest: .seconds(15))

  static func after(_ outcome: PublishOutcome, attempts: Int) -> Duration {
    guard outcome == .nacked else { return other.delay(attempt: attempts) }
    return attempts < 15 ? election.delay(attempt: attempts) : full
  }
}

/// An event that no queue would take: no later try helps.
struct TooLarge: Error, CustomStringConvertible {
  let description: String
}
