import AMQP
import Foundation

/// What does not add up: what several looks at the ledger agree about. A case that moves while it is looked for is
/// found by the next look; one that is lost is not.
struct LedgerVerdict {
  private(set) var ledger: Ledger
  private var contradictions: [String: String]
  private var between: [Ledger.Leg: [String: Int64]]

  /// A queue keeps the order of what it holds: what was accepted so much earlier than a case that has passed it is
  /// not in it any more.
  static let patienceMilliseconds: Int64 = 60_000

  init(_ ledger: Ledger) {
    self.ledger = ledger
    contradictions = ledger.contradictions
    between = ledger.between
  }

  /// Whether there is nothing that another look could clear.
  var isClear: Bool { contradictions.isEmpty && between.values.allSatisfy(\.isEmpty) }

  mutating func look(again next: Ledger) {
    ledger = next
    contradictions = contradictions.filter { next.contradictions[$0.key] != nil }
    for (leg, numbers) in between {
      between[leg] = numbers.filter { next.between[leg]?[$0.key] != nil }
    }
  }

  /// - Parameter queues: how the queues stand.
  /// - Returns: what does not add up: a case's number, or empty for several that cannot be told apart, and why.
  func problems(_ queues: [String: QueueState]) -> [(number: String, what: String)] {
    var problems = contradictions.map { (number: $0.key, what: $0.value) }
    for (leg, numbers) in between {
      let waiting = (queues[leg.queue]?.messages ?? 0) + (ledger.inHand[leg] ?? 0)
      let last = (ledger.arrived[leg] ?? 0) - Self.patienceMilliseconds
      let lost = waiting == 0 ? numbers : numbers.filter { $0.value < last }
      for number in lost.keys {
        problems.append((number, "intake accepted it, \(leg.queue) does not know it, and it is in no queue"))
      }
      let rest = numbers.count - lost.count
      if rest > waiting {
        problems.append(
          (
            "",
            "\(rest) cases should be on the way to \(leg.queue), its queue holds \(waiting): look again when it is empty"
          ))
      }
    }
    return problems.sorted { $0.number < $1.number }
  }
}
