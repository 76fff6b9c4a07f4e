/// The services of the house. A new one is a case here, and rows of `Flow` for what it says and hears: its account,
/// queue, exchange, certificate and place in every list follow.
package enum ServiceName: String, CaseIterable, Sendable, Comparable {
  case intake, classifier, router, notifier

  /// The queue of the facts that it hears.
  package var queue: String { rawValue }

  /// Every queue that it reads.
  package var queues: [String] { self == .router ? [queue, BrokerNames.repliesQueue] : [queue] }

  /// The exchange that it alone writes to. Not named as its queue is: whoever may write to the one and read the other
  /// could bind them.
  package var exchange: String { "\(rawValue).facts" }

  /// Whether it says anything.
  package var isSpeaker: Bool { Flow.table.contains { $0.speaker == self } }

  package static func < (left: ServiceName, right: ServiceName) -> Bool { left.rawValue < right.rawValue }
}
