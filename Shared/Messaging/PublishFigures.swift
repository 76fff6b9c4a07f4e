import AMQP
import Metrics

/// What operators see of publishing: how long the broker takes to confirm, and what it says where it does not.
struct PublishFigures: Sendable {
  private let confirms = Timer(label: "disposisi_confirm")
  private let confirmed = Self.counter("confirmed")
  private let nacked = Self.counter("nacked")
  private let returned = Self.counter("returned")
  private let unknown = Self.counter("unknown")

  private static func counter(_ outcome: String) -> Counter {
    Counter(label: "disposisi_publishes", dimensions: [("outcome", outcome)])
  }

  /// - Parameter time: until it was known what became of all of them.
  func add(_ outcomes: [PublishOutcome], after time: Duration) {
    if outcomes.contains(.confirmed) { confirms.record(duration: time) }
    for outcome in outcomes {
      switch outcome {
      case .confirmed: confirmed.increment()
      case .nacked: nacked.increment()
      case .returned: returned.increment()
      case .unknown: unknown.increment()
      }
    }
  }
}
