import Cases
import Foundation
import Logging
import Metrics
import RouterCore
import ServiceLifecycle
import Stage

/// Lets timers fire: reminders, steps up the line, closings. A few at a time, so that a week's stop is caught
/// up without a flood.
struct Watchman: Service {
  let store: Store
  let shelf: BookShelf
  let source: String
  let perSecond: Int
  let logger: Logger

  func run() async throws {
    var isComplete = false
    while !Task.isEnding {
      do {
        if !isComplete {
          try await store.write { [shelf] db in try Timekeeping.setMissing(shelf.live, in: db) }
          isComplete = true
        }
        try await round(at: Date())
      } catch {
        logger.error("watching failed", metadata: ["reason": "\(error)"])
      }
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(1)) }
    }
  }

  /// Lets those fire that are due, as many as a second may have.
  func round(at now: Date) async throws {
    let due = try await store.pool.read { [perSecond] db in try TimerTable.due(at: now, limit: perSecond, in: db) }
    guard !due.isEmpty else { return }
    try await store.work(source: source, now: now) { [shelf] work in
      for entry in due { try Self.fire(entry, shelf, work) }
    }
    for (kind, entries) in Dictionary(grouping: due, by: \.timer.kind) {
      Counter(label: "disposisi_timers_fired", dimensions: [("kind", kind.rawValue)]).increment(by: entries.count)
    }
  }

  static func fire(_ entry: TimerTable.Due, _ shelf: BookShelf, _ work: borrowing Work) throws {
    guard let (assignment, event) = try AssignmentTable.find(entry.number, in: work.db) else {
      return try TimerTable.set([], for: entry.number, in: work.db)
    }
    let machine = shelf.machine(for: event.classification.region)
    let ministry = machine.ministry(event, at: work.now)
    // The case may have moved on since the timer was read.
    let current = machine.timers(for: assignment, ministry: ministry).min { $0.dueAt < $1.dueAt }
    guard let current, current.kind == entry.timer.kind else {
      return try Timekeeping.set(assignment, machine, ministry: ministry, in: work.db)
    }
    switch machine.fire(entry.timer, assignment, ministry: ministry, case: event, at: work.now) {
    case .postponed(let until): try TimerTable.postpone(entry.number, until: until, in: work.db)
    case .fired(let next, let facts):
      try AssignmentTable.update(next, in: work.db)
      try Announcement.say(facts, after: assignment, work)
      try Timekeeping.set(next, machine, ministry: ministry, in: work.db)
    }
  }
}
