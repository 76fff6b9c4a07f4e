/// How often each of many callers may do something: so many at once, and then as many in each period again.
package struct TokenBuckets: Sendable {
  private struct Bucket: Sendable {
    var tokens: Double
    var at: Double
  }

  /// A caller may come from so many addresses that remembering them all is itself an attack.
  package static let maximumCallers = 100_000

  private let seconds: Double
  private var buckets: [String: Bucket] = [:]

  /// - Parameter seconds: how long a period is.
  package init(seconds: Double) { self.seconds = seconds }

  package var count: Int { buckets.count }

  /// Takes some of a caller's turns.
  /// - Parameters:
  ///   - limit: how many turns a period has, at least 1.
  ///   - now: seconds of any clock that does not go back.
  /// - Returns: nil if there was one; else after how many seconds there is.
  package mutating func take(_ caller: String, _ count: Int = 1, limit: Int, at now: Double) -> Double? {
    if let wait = wait(caller, count, limit: limit, at: now) { return wait }
    if buckets.count >= Self.maximumCallers, buckets[caller] == nil { forget(at: now) }
    buckets[caller] = Bucket(tokens: tokens(caller, limit, now) - Double(count), at: now)
    return nil
  }

  /// Takes turns back that were taken for nothing.
  package mutating func giveBack(_ caller: String, count: Int) {
    buckets[caller]?.tokens += Double(count)
  }

  /// After how many seconds there are so many turns; nil if there are now.
  package func wait(_ caller: String, _ count: Int = 1, limit: Int, at now: Double) -> Double? {
    let missing = Double(count) - tokens(caller, limit, now)
    return missing > 1e-9 ? missing * seconds / Double(limit) : nil
  }

  private func tokens(_ caller: String, _ limit: Int, _ now: Double) -> Double {
    guard let bucket = buckets[caller] else { return Double(limit) }
    return min(Double(limit), bucket.tokens + (now - bucket.at) * Double(limit) / seconds)
  }

  /// Who was away for a period has all its turns again; where that frees nothing, the half that was away longest goes.
  private mutating func forget(at now: Double) {
    buckets = buckets.filter { now - $0.value.at < seconds }
    guard buckets.count >= Self.maximumCallers else { return }
    let middle = buckets.values.map(\.at).sorted()[buckets.count / 2]
    buckets = buckets.filter { $0.value.at > middle }
  }
}
