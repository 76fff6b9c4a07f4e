import NIOConcurrencyHelpers

/// What must hold before a service is ready: each check says what is wrong, or nothing.
package final class Readiness: Sendable {
  package typealias Check = @Sendable () async -> String?

  private let checks = NIOLockedValueBox<[(name: String, check: Check)]>([])

  package init() {}

  package func add(_ name: String, _ check: @escaping Check) {
    checks.withLockedValue { $0.append((name, check)) }
  }

  /// - Returns: what is wrong, a line each; empty when ready.
  package func problems() async -> [String] {
    var problems: [String] = []
    for (name, check) in checks.withLockedValue({ $0 }) {
      if let problem = await check() { problems.append("\(name): \(problem)") }
    }
    return problems
  }
}
