import Foundation
import GRDB

/// Fair turns between those who send to one queue, for one transaction. Of each sender so many messages are handled as they
/// come; what it has sent beyond that waits in the service's own file, behind the sender's own messages and not before
/// others', and is handled in rounds that take one of each sender.
struct Turns {
  enum Place: Equatable {
    case now
    /// Kept, and handled in its turn.
    case waits
    /// So much waits of this sender that no more is kept: it is told so.
    case surplus
  }

  /// Of one sender in one transaction.
  static let share = 32
  /// Of one sender, all in all.
  private static let mostWaiting = 10_000
  private static let mostBytes = 64 << 20

  private struct Count {
    var taken = 0
    var waiting: Int
    var bytes: Int
  }

  private let queue: String
  private var counts: [String: Count] = [:]

  init(queue: String) { self.queue = queue }

  /// Where a message stands that has just come.
  mutating func place(of incoming: Incoming, from sender: String, in db: Database) throws -> Place {
    var count = try counts[sender] ?? waiting(sender, in: db)
    defer { counts[sender] = count }
    // Whoever waits already keeps its order.
    if count.waiting == 0, count.taken < Self.share {
      count.taken += 1
      return .now
    }
    let bytes = incoming.message.body.count
    guard count.waiting < Self.mostWaiting, count.bytes + bytes <= Self.mostBytes else { return .surplus }
    count.waiting += 1
    count.bytes += bytes
    return .waits
  }

  /// Whether anybody's messages wait for their turn.
  static func isAwaited(queue: String, in db: Database) throws -> Bool {
    let statement = try db.cachedStatement(
      sql: "SELECT EXISTS (SELECT 1 FROM deferred WHERE queue = ? AND sender IS NOT NULL)")
    return try Bool.fetchOne(statement, arguments: [queue]) ?? false
  }

  private func waiting(_ sender: String, in db: Database) throws -> Count {
    let statement = try db.cachedStatement(
      sql: "SELECT count(*), coalesce(sum(length(message)), 0) FROM deferred WHERE queue = ? AND sender = ?")
    let row = try Row.fetchOne(statement, arguments: [queue, sender])
    return Count(waiting: row?[0] ?? 0, bytes: row?[1] ?? 0)
  }
}

extension Deferral {
  /// Keeps a message for its turn.
  static func add(_ incoming: Incoming, turnOf sender: String, at now: Date, in db: Database) throws {
    try insert(
      incoming.queue, try KeptMessage(incoming).encoded(), key: incoming.key, attempts: 0,
      reason: "\(sender.prefix(80)) has sent more than its share: in its turn", now: now, due: now, sender: sender,
      in: db)
  }

  /// Whose turn it is: the oldest message of each sender, then the next of each.
  static func turns(in db: Database, queue: String, at now: Date, limit: Int) throws -> [Row] {
    let senders = try String.fetchAll(
      db.cachedStatement(sql: "SELECT DISTINCT sender FROM deferred WHERE queue = ? AND sender IS NOT NULL"),
      arguments: [queue])
    guard !senders.isEmpty else { return [] }
    let each = max(1, limit / senders.count)
    let statement = try db.cachedStatement(
      sql: "SELECT id, message, attempts, was_heard FROM deferred WHERE queue = ? AND sender = ? ORDER BY id LIMIT ?")
    // Not always the same ones first, where there are more senders than places.
    let some = senders.count > limit ? Array(senders.shuffled().prefix(limit)) : senders
    return try some.flatMap { sender in
      try read(GRDB.Row.fetchAll(statement, arguments: [queue, sender, each]), queue: queue, at: now, in: db)
    }
  }
}
