import NIOConcurrencyHelpers

/// What a stop waits for, however long it takes: work that would be done twice if the process ended now.
package final class UnfinishedWork: Sendable {
  private let ids = NIOLockedValueBox<Set<String>>([])

  package init() {}

  package func begin(_ id: String) { ids.withLockedValue { _ = $0.insert(id) } }

  /// Also where nothing was begun.
  package func end(_ id: String) { ids.withLockedValue { _ = $0.remove(id) } }

  var isEmpty: Bool { ids.withLockedValue(\.isEmpty) }
}
