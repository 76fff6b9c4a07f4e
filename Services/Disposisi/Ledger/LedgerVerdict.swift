import AMQP
import Contract
import Foundation

/// A case that does not add up, or several that cannot be told apart.
struct LedgerProblem: Equatable {
  /// Empty for several.
  let number: String
  let what: String
  /// Who must say what again to whom.
  var lacks: Set<Ledger.Lack> = []
}

/// What does not add up: what several looks at the ledger agree about. A case that moves while it is looked for is
/// found by the next look; one that is lost is not.
struct LedgerVerdict {
  private(set) var ledger: Ledger
  private var contradictions: [String: Ledger.Contradiction]
  private var between: [Ledger.Lack: [String: Int64]]

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
    for (lack, numbers) in between {
      between[lack] = numbers.filter { next.between[lack]?[$0.key] != nil }
    }
  }

  /// How many of the cases that are counted as under way, in a queue, are in none.
  func lost(_ queues: [String: QueueState]) -> [String: Int] {
    let onTheWay: Set = [Ledger.Lack.classifier, .router]
    let lost = problems(queues).filter { contradictions[$0.number] == nil && !$0.lacks.isDisjoint(with: onTheWay) }
    return Dictionary(lost.flatMap(\.lacks).map { ("queue \($0.hearer.queue)", 1) }) { $0 + $1 }
  }

  /// - Parameter queues: how the queues stand.
  func problems(_ queues: [String: QueueState]) -> [LedgerProblem] {
    var problems = contradictions.map { LedgerProblem(number: $0.key, what: $0.value.what, lacks: $0.value.lacks) }
    for (lack, numbers) in between {
      let queue = lack.hearer.queue
      let waiting = (queues[queue]?.messages ?? 0) + (ledger.inHand[lack.hearer] ?? 0)
      let last = (ledger.arrived[lack] ?? 0) - Self.patienceMilliseconds
      let lost = waiting == 0 ? numbers : numbers.filter { $0.value < last }
      problems += lost.keys.map { LedgerProblem(number: $0, what: Self.words(lack), lacks: [lack]) }
      let rest = numbers.count - lost.count
      if rest > waiting {
        let what =
          "\(rest) cases should be on the way to \(queue), its queue holds \(waiting): look again when it is empty"
        problems.append(LedgerProblem(number: "", what: what))
      }
    }
    return problems.sorted { ($0.number, $0.what) < ($1.number, $1.what) }
  }

  private static func words(_ lack: Ledger.Lack) -> String {
    lack == .publicState
      ? "intake does not know how it stands at the router, and it is in no queue"
      : "intake accepted it, \(lack.hearer.queue) does not know it, and it is in no queue"
  }
}
