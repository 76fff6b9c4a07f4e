import Foundation

/// Finds how scores become probabilities that are neither too sure nor too shy.
enum Calibration {
  /// A text that the model had not seen.
  struct Trial {
    let scores: [Float]
    let hints: [Float]
    let words: Int
    let target: Int
  }

  /// Texts are seldom as short as a word or two, so that few trials would not show how little that says.
  private static let leastPatience: Float = 3

  /// The figures under which the right labels are likeliest: golden sections, in turn.
  /// - Parameter head: a question whose figures are not known yet.
  static func fit(_ head: LinearModel.Head, _ trials: [Trial]) -> LinearModel.Head {
    var head = head
    (head.slope, head.hintWeight, head.patience) = (4, 0, leastPatience)
    let hasHints = trials.contains { !$0.hints.isEmpty }
    func better(
      _ low: Double, _ high: Double, _ figure: WritableKeyPath<LinearModel.Head, Float>, _ scale: (Double) -> Double
    ) {
      let best = lowest(low, high) { value in
        var tried = head
        tried[keyPath: figure] = Float(scale(value))
        return surprise(trials, tried)
      }
      head[keyPath: figure] = Float(scale(best))
    }
    for _ in 0..<3 {
      better(log(0.1), log(50), \.slope, exp)
      if hasHints { better(0, 4, \.hintWeight) { $0 } }
      better(Double(leastPatience), 30, \.patience) { $0 }
    }
    return head
  }

  private static func surprise(_ trials: [Trial], _ head: LinearModel.Head) -> Double {
    trials.reduce(0) {
      $0 - log(max(1e-12, head.probabilities($1.scores, $1.hints, words: $1.words)[$1.target]))
    }
  }

  /// Where a function with one valley is lowest.
  private static func lowest(_ from: Double, _ to: Double, _ value: (Double) -> Double) -> Double {
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (from, to)
    for _ in 0..<24 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if value(left) < value(right) { high = right } else { low = left }
    }
    return (low + high) / 2
  }
}
