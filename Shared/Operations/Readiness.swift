import NIOConcurrencyHelpers

/// Whether a service takes its work, and what is wrong if not, or in part.
package final class Readiness: Sendable {
  /// How well a service does its work, the best first.
  package enum State: String, CaseIterable, Sendable, Comparable {
    /// It takes its work, and nothing is wrong.
    case ready
    /// It takes its work, and a person should look.
    case degraded
    /// It does not take its work.
    case notReady = "not ready"

    private var rank: Int { self == .ready ? 0 : self == .degraded ? 1 : 2 }
    package static func < (left: State, right: State) -> Bool { left.rank < right.rank }
  }

  /// - Returns: what is wrong, or nil.
  package typealias Check = @Sendable () async -> String?

  private struct Entry {
    let name: String
    let consequence: State
    let check: Check
  }

  private let entries = NIOLockedValueBox<[Entry]>([])
  private static let limit = Duration.milliseconds(900)

  package init() {}

  /// - Parameter consequence: what the service is when this is wrong.
  package func add(_ name: String, _ consequence: State = .notReady, _ check: @escaping Check) {
    entries.withLockedValue { $0.append(Entry(name: name, consequence: consequence, check: check)) }
  }

  /// Answers within a second, whatever a check waits for: a check that does not answer is what is wrong.
  /// - Returns: the state, and what is wrong, a line each, the worst first.
  package func report() async -> (state: State, problems: [String]) {
    let entries = entries.withLockedValue { $0 }
    let answers = NIOLockedValueBox<[Int: String?]>([:])
    for (index, entry) in entries.enumerated() {
      Task {
        let answer = await entry.check()
        answers.withLockedValue { $0[index] = .some(answer) }
      }
    }
    let end = ContinuousClock.now + Self.limit
    while answers.withLockedValue(\.count) < entries.count, ContinuousClock.now < end {
      try? await Task.sleep(for: .milliseconds(5))
    }
    let known = answers.withLockedValue { $0 }
    let wrong = entries.enumerated().compactMap { index, entry -> (State, String)? in
      guard let answer = known[index] else { return (entry.consequence, "\(entry.name): no answer within a second") }
      return answer.map { (entry.consequence, "\(entry.name): \($0)") }
    }
    let state = wrong.map(\.0).max() ?? .ready
    return (state, wrong.sorted { $0.0 > $1.0 }.map(\.1))
  }
}
