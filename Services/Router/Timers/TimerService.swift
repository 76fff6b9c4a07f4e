import Cases
import Foundation
import Logging
import Metrics
import RouterPolicy
import RouterLifecycle
import ServiceLifecycle
import Messaging

/// Lets timers fire: reminders, steps up the line, closings. A few at a time, so that a week's stop is caught
/// up without a flood.
struct TimerService: Service {
  let store: Store
  let books: BooksInForce
  let source: String
  let perSecond: Int
  let clock: ClockWatch
  let logger: Logger

  func run() async throws {
    var isComplete = false
    while !Task.isEnding {
      do {
        if !isComplete {
          try await store.write { [books] db in try OpenCases(machine: books.machine).setMissingTimers(in: db) }
          isComplete = true
        }
        // A clock that has jumped proves no deadline.
        if clock.problem() == nil { try await round(at: Date()) }
      } catch {
        logger.error("watching failed", metadata: ["reason": "\(error)"])
      }
      await Task.pause(.seconds(1))
    }
  }

  /// Lets those fire that are due, as many as a second may have.
  func round(at now: Date) async throws {
    let due = try await store.pool.read { [perSecond] db in try TimerTable.due(at: now, limit: perSecond, in: db) }
    guard !due.isEmpty else { return }
    let fired = try await store.work(source: source, now: now) { [books] work in
      var fired: [CaseTimer.Kind] = []
      for entry in due {
        let hasFired = try work.alone("timers", entry.number.text) { work in try Self.fire(entry, books, work) }
        if hasFired == true { fired.append(entry.timer.kind) }
      }
      return fired
    }
    for kind in fired { Counter(label: "disposisi_timers_fired", dimensions: [("kind", kind.rawValue)]).increment() }
  }

  /// - Returns: whether it has fired; otherwise it was put off, or had no sense any more.
  private static func fire(_ entry: TimerTable.Due, _ books: BooksInForce, _ work: borrowing Work) throws -> Bool {
    guard let (found, event) = try AssignmentTable.find(entry.number, in: work.db) else {
      try TimerTable.set([], for: entry.number, in: work.db)
      return false
    }
    let assignment = found.lifted(by: work.epoch)
    let machine = books.machine(for: assignment.region)
    // The case, or the book, may have moved on since the timer was set.
    let timers = machine.timers(for: assignment)
    let current = timers.min { $0.dueAt < $1.dueAt }
    guard let current, current.kind == entry.timer.kind, current.dueAt <= work.now else {
      try TimerTable.set(timers, for: entry.number, in: work.db)
      return false
    }
    switch machine.fire(entry.timer, assignment, case: event, at: work.now) {
    case .postponed(let until):
      try TimerTable.postpone(entry.number, until: until, in: work.db)
      return false
    case .fired(let next, let facts):
      try AssignmentTable.update(next, in: work.db)
      try FactPublication.say(facts, of: assignment, work)
      try TimerTable.set(machine.timers(for: next), for: next.number, in: work.db)
      return !facts.isEmpty
    }
  }
}
