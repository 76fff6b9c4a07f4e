import Foundation
import GRDB
import Logging
import Metrics
import ServiceLifecycle

/// What has to be done by the clock: later tries, forgetting what is old, figures for operators. Each by itself: what
/// fails does not hold up the others.
struct Housekeeper: Service {
  let store: Store
  /// For each queue: handles what is due again, and what waits for its turn.
  let retries: [@Sendable (_ limit: Int) async throws -> Int]
  let inboxRetention: Duration
  let resendRetention: Duration
  let logger: Logger
  /// So many in one transaction: what comes meanwhile waits for it.
  private static let portion = 64
  /// So many in one round: what else has to be done waits for them.
  private static let portions = 50

  func run() async throws {
    var round = 0
    while !Task.isEnding {
      for retry in retries {
        await attempt("trying again") {
          for _ in 0..<Self.portions where try await retry(Self.portion) == 0 || Task.isEnding { break }
        }
      }
      await attempt("marking") { try await store.pool.read { try store.epoch.mark(in: $0) } }
      if round % 10 == 0 { await attempt("measuring", measure) }
      if round % 60 == 0 { await attempt("forgetting", forget) }
      round += 1
      await Task.pause(.seconds(1))
    }
    await attempt("marking") { try await store.pool.read { try store.epoch.mark(in: $0) } }
  }

  private func attempt(_ what: String, _ body: () async throws -> Void) async {
    do { try await body() } catch {
      logger.error("housekeeping failed", metadata: ["what": "\(what)", "reason": "\(error)"])
    }
  }

  /// A little at a time, so that no stage waits for long.
  private func forget() async throws {
    let heard = Date().addingTimeInterval(-(inboxRetention / .seconds(1)))
    let said = Date().addingTimeInterval(-(resendRetention / .seconds(1)))
    try await repeatedly { db in
      try db.execute(
        sql: "DELETE FROM inbox WHERE key IN (SELECT key FROM inbox WHERE heard_at < ? LIMIT 2000)",
        arguments: [heard.milliseconds])
      return db.changesCount
    }
    try await repeatedly { try SaidEvents.forget(before: said, limit: 2000, in: $0) }
  }

  private func repeatedly(_ remove: @escaping @Sendable (Database) throws -> Int) async throws {
    while try await store.write(remove) == 2000, !Task.isEnding {}
  }

  private func measure() async throws {
    let (rows, oldest, deferred) = try await store.pool.read { db in
      (
        try RuntimeRows.counts(in: db), try Outbox.oldest(in: db),
        try Int64.fetchOne(db, sql: "SELECT min(first_at) FROM deferred")
      )
    }
    for (table, count) in rows { Gauge(label: "disposisi_rows", dimensions: [("table", table)]).record(count) }
    Gauge(label: "disposisi_outbox_oldest_seconds").record(
      oldest.map { max(0, Date().timeIntervalSince($0.since)) } ?? 0)
    Gauge(label: "disposisi_deferred_oldest_seconds").record(
      deferred.map { max(0, Date().timeIntervalSince(Date(milliseconds: $0))) } ?? 0)
    let path = store.pool.path
    for (label, file) in [("disposisi_database_bytes", path), ("disposisi_wal_bytes", path + "-wal")] {
      let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
      // A log that is not there has no bytes; what cannot be measured is not told.
      if let size { Gauge(label: label).record(size) }
    }
    let disk = try? FileManager.default.attributesOfFileSystem(forPath: path)
    if let free = (disk?[.systemFreeSize] as? NSNumber)?.int64Value {
      Gauge(label: "disposisi_disk_free_bytes").record(free)
    }
  }
}

/// How many rows the runtime's own tables hold.
enum RuntimeRows {
  static let tables = ["outbox", "deferred", "dead", "set_aside", "inbox"]

  static func counts(_ names: [String] = tables, in db: Database) throws -> [(table: String, count: Int)] {
    try names.map { ($0, try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0) }
  }
}
