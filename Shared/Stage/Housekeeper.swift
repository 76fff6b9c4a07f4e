import Foundation
import GRDB
import Logging
import Metrics
import ServiceLifecycle

/// What has to be done by the clock: later tries, forgetting old inbox keys, figures for operators.
struct Housekeeper: Service {
  let store: Store
  /// One for each queue: handles what is due again.
  let retries: [@Sendable (_ limit: Int) async throws -> Int]
  let inboxRetention: Duration
  let logger: Logger

  func run() async throws {
    var round = 0
    while !Task.isEnding {
      do {
        for retry in retries { while try await retry(256) == 256 {} }
        if round % 10 == 0 { try await measure() }
        if round % 60 == 0 { try await prune() }
      } catch {
        logger.error("housekeeping failed", metadata: ["reason": "\(error)"])
      }
      round += 1
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
    }
  }

  /// A little at a time, so that no stage waits for long.
  private func prune() async throws {
    let limit = Date().addingTimeInterval(-(inboxRetention / .seconds(1))).milliseconds
    var removed = 0
    repeat {
      removed = try await store.write { db in
        try db.execute(
          sql: "DELETE FROM inbox WHERE key IN (SELECT key FROM inbox WHERE heard_at < ? LIMIT 2000)",
          arguments: [limit])
        return db.changesCount
      }
    } while removed == 2000
  }

  private func measure() async throws {
    let figures = try await store.pool.read { db in
      try [
        "outbox": Int.fetchOne(db, sql: "SELECT count(*) FROM outbox"),
        "deferred": Int.fetchOne(db, sql: "SELECT count(*) FROM deferred"),
        "dead": Int.fetchOne(db, sql: "SELECT count(*) FROM dead"),
        "inbox": Int.fetchOne(db, sql: "SELECT count(*) FROM inbox"),
        "oldest": Int.fetchOne(db, sql: "SELECT min(said_at) FROM outbox"),
      ].compactMapValues { $0 }
    }
    for table in ["outbox", "deferred", "dead", "inbox"] {
      Gauge(label: "disposisi_rows", dimensions: [("table", table)]).record(figures[table] ?? 0)
    }
    let age = figures["oldest"].map { Double(Date().milliseconds - Int64($0)) / 1000 } ?? 0
    Gauge(label: "disposisi_outbox_oldest_seconds").record(age)
    let wal = try? FileManager.default.attributesOfItem(atPath: store.pool.path + "-wal")[.size] as? Int
    Gauge(label: "disposisi_wal_bytes").record(wal ?? 0)
  }
}
