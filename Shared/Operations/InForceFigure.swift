import Metrics
import NIOConcurrencyHelpers

/// Which one of its kind decides now, as a metric: 1 for that one, 0 for those that did before.
package final class InForceFigure: Sendable {
  private let kind: String
  private let current = NIOLockedValueBox<String?>(nil)

  /// - Parameter kind: such as `book`.
  package init(_ kind: String) { self.kind = kind }

  package func put(_ id: String) {
    let last = current.withLockedValue { current in
      defer { current = id }
      return current
    }
    guard last != id else { return }
    if let last { record(0, last) }
    record(1, id)
  }

  private func record(_ value: Int, _ id: String) {
    Gauge(label: "disposisi_in_force", dimensions: [("kind", kind), ("id", id)]).record(value)
  }
}
