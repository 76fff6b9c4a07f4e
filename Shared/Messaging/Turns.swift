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

  private let queue: String
  /// How many of each sender are handled in this transaction.
  private var taken: [String: Int] = [:]

  init(queue: String) { self.queue = queue }

  /// Where a message stands that has just come.
  mutating func place(of incoming: Incoming, from sender: String, in db: Database) throws -> Place {
    let waiting = try waiting(sender, in: db)
    // Whoever waits already keeps its order.
    if waiting.messages == 0, taken[sender, default: 0] < Self.share {
      taken[sender, default: 0] += 1
      return .now
    }
    let hasRoom = waiting.messages < Self.mostWaiting && waiting.bytes + incoming.message.body.count <= Self.mostBytes
    return try hasRoom || Deferral.contains(incoming.key, in: db) ? .waits : .surplus
  }

  /// Whether anybody's messages wait for their turn.
  static func isAwaited(queue: String, in db: Database) throws -> Bool {
    let statement = try db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM turns WHERE queue = ?)")
    return try Bool.fetchOne(statement, arguments: [queue]) ?? false
  }

  private func waiting(_ sender: String, in db: Database) throws -> (messages: Int, bytes: Int) {
    let statement = try db.cachedStatement(sql: "SELECT waiting, bytes FROM turns WHERE queue = ? AND sender = ?")
    let row = try Row.fetchOne(statement, arguments: [queue, sender])
    return (row?[0] ?? 0, row?[1] ?? 0)
  }
}

extension Deferral {
  /// Keeps a message for its turn. Without an id the same words may be meant twice.
  static func add(_ incoming: Incoming, turnOf sender: String, at now: Date, in db: Database) throws {
    let isOneOfMany = incoming.message.messageID == nil && !incoming.isRedelivered
    try insert(
      incoming.queue, try KeptMessage(incoming).encoded(),
      key: isOneOfMany ? "\(incoming.key)/\(UUID().uuidString)" : incoming.key, attempts: 0,
      reason: "\(sender.prefix(80)) has sent more than its share: in its turn", now: now, due: now, sender: sender,
      in: db)
  }

  /// Whose turn it is: the oldest message of each sender, then the next of each.
  static func turns(in db: Database, queue: String, at now: Date, limit: Int) throws -> [Row] {
    let senders = try String.fetchAll(
      db.cachedStatement(sql: "SELECT sender FROM turns WHERE queue = ?"), arguments: [queue])
    guard !senders.isEmpty else { return [] }
    let each = max(1, limit / senders.count)
    let statement = try db.cachedStatement(
      sql:
        "SELECT id, message, attempts, was_heard, key FROM deferred WHERE queue = ? AND sender = ? ORDER BY id LIMIT ?")
    // Not always the same ones first, where there are more senders than places.
    let some = senders.count > limit ? Array(senders.shuffled().prefix(limit)) : senders
    return try some.flatMap { sender in
      try read(GRDB.Row.fetchAll(statement, arguments: [queue, sender, each]), queue: queue, at: now, in: db)
    }
  }
}
