import AMQP
import Contract
import Foundation

/// Queues that did not take something, each with the time of its next try. What is said to one meanwhile waits behind, so
/// that a queue has what it takes in the order in which it was said, whatever was refused on the way.
///
/// Two that are published together are in doubt together: of these alone a later one may come first, which a hearer
/// sees by its `sequence`.
struct HeldDestinations: Sendable {
  private var until: [Destination: Date] = [:]

  var isEmpty: Bool { until.isEmpty }

  /// When something for these destinations may be tried again: when the first of them is.
  func next(of publications: [Publication]) -> Date? { publications.compactMap { until[$0.destination] }.min() }

  /// - Parameter retryAt: what is due then is tried; nil for what is new, which waits behind all that was held.
  func holds(_ publication: Publication, retryAt: Date?) -> Bool {
    guard let until = until[publication.destination] else { return false }
    return retryAt.map { until > $0 } ?? true
  }

  /// The first refusal of a round decides for all of it: they are tried again together.
  mutating func hold(_ destination: Destination, until date: Date, at now: Date) {
    if let known = until[destination], known > now { return }
    until[destination] = date
  }

  mutating func hold(_ publications: [Publication], for pause: Duration) {
    let now = Date()
    for publication in publications {
      hold(publication.destination, until: now.addingTimeInterval(pause / .seconds(1)), at: now)
    }
  }

  /// All that was due then has gone.
  mutating func release(dueBy now: Date) { until = until.filter { $0.value > now } }
}

extension Publication {
  var destination: Destination { Destination(exchange: exchange, routingKey: routingKey) }
}
