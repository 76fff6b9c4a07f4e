/// How good predictions are, in figures.
package struct Evaluation: Sendable {
  /// How often one label was right, and how often it was given.
  package struct LabelFigures: Sendable, Equatable {
    package let label: String
    package let count: Int
    package let precision: Double
    package let recall: Double
    package var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }
  }

  /// What a person said, what was found, and how sure that was.
  package typealias Trial = (expected: String, found: String, probability: Double)

  package let count: Int
  package let accuracy: Double
  /// In the order of the labels: those that are expected or found somewhere.
  package let labels: [LabelFigures]
  /// What was taken for what, the most frequent first.
  package let confusions: [(expected: String, found: String, count: Int)]
  /// In tenths of probability: how many, how sure, how often right.
  package let calibration: [(from: Double, count: Int, probability: Double, right: Double)]
  /// How far stated and real certainty are apart on average.
  package let calibrationError: Double
  private let ranked: [(probability: Double, isRight: Bool)]

  /// The mean F1 of the labels that are expected somewhere.
  package var macroF1: Double {
    let expected = labels.filter { $0.count > 0 }
    return expected.isEmpty ? 0 : expected.reduce(0) { $0 + $1.f1 } / Double(expected.count)
  }

  package init(_ trials: [Trial]) {
    count = trials.count
    let right = trials.count { $0.expected == $0.found }
    accuracy = trials.isEmpty ? 0 : Double(right) / Double(trials.count)
    labels = Set(trials.flatMap { [$0.expected, $0.found] }).sorted().map { Self.figures($0, trials) }
    var wrong: [[String]: Int] = [:]
    for trial in trials where trial.expected != trial.found { wrong[[trial.expected, trial.found], default: 0] += 1 }
    confusions = wrong.map { (expected: $0.key[0], found: $0.key[1], count: $0.value) }
      .sorted { $0.count != $1.count ? $0.count > $1.count : ($0.expected, $0.found) < ($1.expected, $1.found) }
    ranked = trials.map { (probability: $0.probability, isRight: $0.expected == $0.found) }
      .sorted { $0.probability > $1.probability }
    calibration = Self.calibration(trials)
    calibrationError =
      trials.isEmpty
      ? 0 : calibration.reduce(0) { $0 + abs($1.probability - $1.right) * Double($1.count) } / Double(trials.count)
  }

  /// The largest share of texts that can be decided with at least a precision, and from which probability on.
  package func coverage(precision: Double) -> (share: Double, threshold: Double) {
    var (right, best) = (0, (share: 0.0, threshold: 1.0))
    for (number, entry) in ranked.enumerated() {
      right += entry.isRight ? 1 : 0
      let isLast = number + 1 == ranked.count || ranked[number + 1].probability < entry.probability
      if isLast, Double(right) / Double(number + 1) >= precision {
        best = (Double(number + 1) / Double(ranked.count), entry.probability)
      }
    }
    return best
  }

  private static func figures(
    _ label: String, _ trials: [Trial]
  ) -> LabelFigures {
    let expected = trials.count { $0.expected == label }
    let found = trials.count { $0.found == label }
    let right = trials.count { $0.expected == label && $0.found == label }
    return LabelFigures(
      label: label, count: expected, precision: found == 0 ? 0 : Double(right) / Double(found),
      recall: expected == 0 ? 0 : Double(right) / Double(expected))
  }

  private static func calibration(
    _ trials: [Trial]
  ) -> [(from: Double, count: Int, probability: Double, right: Double)] {
    Dictionary(grouping: trials) { min(9, Int($0.probability * 10)) }.sorted { $0.key < $1.key }.map { tenth, part in
      (
        from: Double(tenth) / 10, count: part.count,
        probability: part.reduce(0) { $0 + $1.probability } / Double(part.count),
        right: Double(part.count { $0.expected == $0.found }) / Double(part.count)
      )
    }
  }
}
