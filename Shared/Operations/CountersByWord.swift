import Metrics
import NIOConcurrencyHelpers

/// A counter for each word of one dimension. Those that are expected are told from the start: what has not happened yet is
/// 0, not nothing.
package final class CountersByWord: Sendable {
  private let label: String
  private let dimension: String
  private let counters = NIOLockedValueBox<[String: Counter]>([:])

  package init(_ label: String, by dimension: String, expecting words: [String] = []) {
    self.label = label
    self.dimension = dimension
    expect(words)
  }

  package func expect(_ words: [String]) { for word in words { _ = counter(word) } }

  package func increment(_ word: String) { counter(word).increment() }

  private func counter(_ word: String) -> Counter {
    counters.withLockedValue { counters in
      if let known = counters[word] { return known }
      let counter = Counter(label: label, dimensions: [(dimension, word)])
      counters[word] = counter
      return counter
    }
  }
}
