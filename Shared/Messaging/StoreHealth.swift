import Foundation
package import GRDB
import NIOConcurrencyHelpers

/// Whether commits succeed: the last one that did, and since when they do not.
final class StoreHealth: Sendable {
  private struct State {
    var committedAt: ContinuousClock.Instant?
    var trouble: (since: ContinuousClock.Instant, last: ContinuousClock.Instant, reason: String)?
    var probeSince: ContinuousClock.Instant?
  }

  private let state = NIOLockedValueBox(State())
  /// A commit so recent shows that the next one will succeed too.
  private static let freshness = Duration.seconds(2)
  /// A failure so recent shows that the next commit will fail too, though a small write may find room.
  private static let memory = Duration.seconds(10)

  func committed() {
    state.withLockedValue { state in
      state.committedAt = .now
      state.trouble = nil
    }
  }

  func failed(_ error: any Error) {
    state.withLockedValue { state in
      state.trouble = (state.trouble?.since ?? .now, .now, "\(error)".replacing("\n", with: " "))
    }
  }

  /// What is wrong with the database, found by a real write where none has just succeeded. Answers within a second: a
  /// write that takes longer goes on, and is what is wrong.
  func problem(_ write: @escaping @Sendable () async throws -> Void) async -> String? {
    if state.withLockedValue({ $0.trouble.map { .now - $0.last < Self.memory } ?? false }) { return known }
    let isFresh = state.withLockedValue { state in
      state.trouble == nil && state.committedAt.map { .now - $0 < Self.freshness } ?? false
    }
    if isFresh { return nil }
    let running = state.withLockedValue { state in
      defer { state.probeSince = state.probeSince ?? .now }
      return state.probeSince
    }
    if running == nil {
      Task {
        try? await write()
        state.withLockedValue { $0.probeSince = nil }
      }
    }
    for _ in 0..<70 where state.withLockedValue({ $0.probeSince != nil }) {
      try? await Task.sleep(for: .milliseconds(10))
    }
    return known
      ?? state.withLockedValue { state in
        state.probeSince.map { "a write has not succeeded for \(Int((.now - $0) / .seconds(1))) s" }
      }
  }

  private var known: String? {
    state.withLockedValue { state in
      state.trouble.map { "not written for \(Int((.now - $0.since) / .seconds(1))) s: \($0.reason)" }
    }
  }
}

extension DatabaseError {
  /// A full disk is nobody's fault in particular: all wait.
  package var concernsTheWholeFile: Bool {
    [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOMEM, .SQLITE_BUSY, .SQLITE_READONLY, .SQLITE_NOTADB]
      .contains(resultCode)
  }
}
