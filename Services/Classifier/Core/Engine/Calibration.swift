import Foundation

/// Finds how scores become probabilities that are neither too sure nor too shy.
enum Calibration {
  /// A text that the model had not seen.
  struct Trial {
    let scores: [Float]
    let hints: [Float]
    let target: Int
  }

  /// The slope and the weight of the hints under which the right labels are likeliest: golden sections, in turn.
  static func fit(_ trials: [Trial]) -> (slope: Float, hintWeight: Float) {
    var (slope, weight): (Float, Float) = (4, 0)
    let hasHints = trials.contains { !$0.hints.isEmpty }
    for _ in 0..<(hasHints ? 3 : 1) {
      slope = Float(exp(lowest(log(0.1), log(50)) { surprise(trials, Float(exp($0)), weight) }))
      if hasHints { weight = Float(lowest(0, 4) { surprise(trials, slope, Float($0)) }) }
    }
    return (slope, weight)
  }

  private static func surprise(_ trials: [Trial], _ slope: Float, _ weight: Float) -> Double {
    let head = LinearModel.Head(name: "", labels: [], slope: slope, hintWeight: weight)
    return trials.reduce(0) { $0 - log(max(1e-12, head.probabilities($1.scores, $1.hints)[$1.target])) }
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
