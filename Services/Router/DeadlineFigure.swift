import Foundation
import GRDB
import Messaging
import Metrics
import ServiceLifecycle

/// How many open cases are past their deadline, or soon will be: on the status page, and as a metric.
struct DeadlineFigure: Service {
  let store: Store

  func run() async throws {
    repeat {
      guard let (overdue, soon) = await counts() else { continue }
      for (state, count) in [("overdue", overdue), ("due_soon", soon)] {
        Gauge(label: "disposisi_deadlines", dimensions: [("state", state)]).record(count)
      }
    } while await Task.pause(.seconds(30))
  }

  @Sendable func line() async -> String? {
    await counts().map { "\($0.overdue) overdue, \($0.soon) due within 3 days" }
  }

  private func counts() async -> (overdue: Int, soon: Int)? {
    try? await store.pool.read { db in
      let now = Date()
      let open = "SELECT count(*) FROM assignments WHERE state IN ('routed', 'in_progress', 'reopened')"
      return (
        try Int.fetchOne(db, sql: "\(open) AND due_at < ?", arguments: [now.milliseconds]) ?? 0,
        try Int.fetchOne(
          db, sql: "\(open) AND due_at BETWEEN ? AND ?",
          arguments: [now.milliseconds, now.addingTimeInterval(3 * 86_400).milliseconds]) ?? 0
      )
    }
  }
}
