import NIOConcurrencyHelpers

/// What a stop waits for, however long it takes: work that would be done twice if the process ended now.
package final class UnfinishedWork: Sendable {
  private struct State {
    var ids: Set<String> = []
    var isClosed = false
  }

  private let state = NIOLockedValueBox(State())

  package init() {}

  /// - Returns: false where the process is about to end: it must not be begun.
  package func begin(_ id: String) -> Bool {
    state.withLockedValue { state in
      if state.isClosed { return false }
      state.ids.insert(id)
      return true
    }
  }

  /// Also where nothing was begun.
  package func end(_ id: String) { state.withLockedValue { _ = $0.ids.remove(id) } }

  /// - Returns: whether nothing is unfinished; nothing is begun any more then.
  func closeIfEmpty() -> Bool {
    state.withLockedValue { state in
      state.isClosed = state.ids.isEmpty
      return state.isClosed
    }
  }
}
