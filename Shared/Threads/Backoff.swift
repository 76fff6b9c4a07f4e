/// How long to wait before the next try: twice as long each time, with jitter, so that a hundred clients
/// of one broker do not come back in the same moment.
package struct Backoff: Sendable, Equatable {
  package var first: Duration
  package var longest: Duration

  package init(first: Duration, longest: Duration) {
    self.first = first
    self.longest = longest
  }

  /// - Parameter attempt: 0 for the first failure.
  /// - Returns: between half of the step and the whole of it.
  package func delay(attempt: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    let step = min(first * (1 << min(attempt, 30)), longest)
    return step * Double.random(in: 0.5...1, using: &generator)
  }

  package func delay(attempt: Int) -> Duration {
    var generator = SystemRandomNumberGenerator()
    return delay(attempt: attempt, using: &generator)
  }
}
