import ClassifierCore
import Foundation
import GRDB
import Logging
import ServiceLifecycle
import Messaging
import Topics

/// Takes what changes while the service runs: another model put into force, places and cooperatives imported. It
/// also forgets old cases.
struct ModelWatcher: Service {
  let store: Store
  let inForce: ModelInForce
  let set: TopicSet
  let knowledge: KnowledgeSource
  let model: ModelFile
  let recentDays: Int
  let logger: Logger

  /// What was there when the model was chosen: a change since then is taken at once.
  let seen: Seen

  struct Seen: Equatable {
    var change: Int64?
    var stamp: [Date?]
  }

  func run() async throws { await cancelWhenGracefulShutdown { await watch() } }

  private func watch() async {
    var (seen, problem) = (seen, "")
    while await Task.pause(.seconds(1)) {
      do {
        let last = try await lastChange()
        let now = Seen(change: last?.number, stamp: knowledge.stamp)
        if now != seen {
          try knowledge.refuseLoss(from: seen.stamp, to: now.stamp)
          try await take(last)
          (seen, problem) = (now, "")
        }
        try await forget()
      } catch is CancellationError {
        return
      } catch {
        if "\(error)" != problem { logger.error("kept what was, since the change cannot be used: \(error)") }
        problem = "\(error)"
      }
    }
  }

  private func take(_ change: ModelTable.Change?) async throws {
    let current = try await store.pool.read { db in try change.map { try ModelTable.find($0.model, in: db) } } ?? model
    let next = try knowledge.classifier(set, current)
    let before = inForce.classifier
    inForce.put(next)
    logger.notice(
      "took what has changed",
      metadata: [
        "model": "\(current.id)", "places": "\(before.placeCount) → \(next.placeCount)",
        "cooperatives": "\(before.cooperativeCount) → \(next.cooperativeCount)",
      ])
  }

  private func lastChange() async throws -> ModelTable.Change? {
    try await store.pool.read { try ModelTable.last(in: $0) }
  }

  private func forget() async throws {
    let limit = Date().addingTimeInterval(-Double(recentDays) * 86_400)
    let hasOld = try await store.pool.read { db in
      try Bool.fetchOne(
        db, sql: "SELECT EXISTS (SELECT 1 FROM cases WHERE report IS NOT NULL AND classified_at < ?)",
        arguments: [limit.milliseconds])
    }
    guard hasOld == true else { return }
    try await store.write { try ClassifiedCaseTable.forgetReports(before: limit, in: $0) }
  }
}
