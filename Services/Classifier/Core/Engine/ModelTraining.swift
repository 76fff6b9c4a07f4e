import Foundation

/// Makes models from labelled texts, and tries them on texts that they have not seen.
package struct ModelTraining: Sendable {
  package let labels: [String]
  private let counts: [FeatureHasher.Counts]
  private let targets: [Int]
  private let options: TrainingOptions
  private let hasher: FeatureHasher

  /// - Parameter examples: at least two labels; the same examples in the same order give the same model.
  /// - Throws: `TrainingError`.
  package init(
    _ examples: [LabelledText], options: TrainingOptions = TrainingOptions(), hasher: FeatureHasher = FeatureHasher()
  ) throws(TrainingError) {
    labels = Set(examples.map(\.label)).sorted()
    guard labels.count >= 2 else {
      throw TrainingError(
        description: "found \(labels.count) labels in \(examples.count) examples, expected at least 2")
    }
    let numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
    targets = examples.map { numbers[$0.label] ?? 0 }
    counts = examples.map { hasher.counts($0.text) }
    self.options = options
    self.hasher = hasher
  }

  /// A prediction for an example that the model had not seen.
  package struct Trial: Sendable {
    package let example: Int
    package let expected: String
    package let found: String
    package let probability: Double
  }

  /// Trains on all examples; how steep probabilities are is found by cross-validation.
  /// - Parameter progress: told after each part, from 0 to 1.
  package func model(progress: (Double) -> Void = { _ in }) -> LinearModel {
    let folds = min(3, targets.count)
    var unseen: [(scores: [Float], target: Int)] = []
    for fold in 0..<folds {
      let (inside, outside) = split(fold, of: folds)
      let model = fit(inside, slope: 1)
      unseen += outside.map { (model.scores(model.vocabulary.vector(counts[$0])), targets[$0]) }
      progress(Double(fold + 1) / Double(folds + 1))
    }
    let model = fit(Array(targets.indices), slope: Self.slope(unseen))
    progress(1)
    return model
  }

  /// Each example tried by a model that was trained without it.
  package func crossValidate(folds: Int, progress: (Double) -> Void = { _ in }) -> [Trial] {
    var trials: [Trial] = []
    var unseen: [(scores: [Float], target: Int)] = []
    var places: [Int] = []
    for fold in 0..<folds {
      let (inside, outside) = split(fold, of: folds)
      let model = fit(inside, slope: 1)
      unseen += outside.map { (model.scores(model.vocabulary.vector(counts[$0])), targets[$0]) }
      places += outside
      progress(Double(fold + 1) / Double(folds))
    }
    let slope = Self.slope(unseen)
    for (example, entry) in zip(places, unseen) {
      let best = entry.scores.indices.max { entry.scores[$0] < entry.scores[$1] } ?? 0
      trials.append(
        Trial(
          example: example, expected: labels[entry.target], found: labels[best],
          probability: LinearModel.probabilities(entry.scores, slope: slope)[best]))
    }
    return trials.sorted { $0.example < $1.example }
  }

  private func fit(_ examples: [Int], slope: Float) -> LinearModel {
    let vocabulary = Vocabulary(examples.map { counts[$0] }, least: options.least)
    let weights = LinearTrainer.weights(
      examples.map { vocabulary.vector(counts[$0]) }, labels: examples.map { targets[$0] }, labelCount: labels.count,
      columns: vocabulary.count, options)
    return LinearModel(labels: labels, vocabulary: vocabulary, weights: weights, slope: slope, hasher: hasher)
  }

  /// Every label is spread evenly over the folds, in the order of the examples.
  private func split(_ fold: Int, of folds: Int) -> (inside: [Int], outside: [Int]) {
    var seen = [Int](repeating: 0, count: labels.count)
    var (inside, outside): ([Int], [Int]) = ([], [])
    for (example, target) in targets.enumerated() {
      if seen[target] % folds == fold { outside.append(example) } else { inside.append(example) }
      seen[target] += 1
    }
    return (inside, outside)
  }

  /// The slope under which the right labels are likeliest: a golden section over its logarithm.
  private static func slope(_ unseen: [(scores: [Float], target: Int)]) -> Float {
    func surprise(_ logarithm: Double) -> Double {
      unseen.reduce(0) { sum, entry in
        sum - log(max(1e-12, LinearModel.probabilities(entry.scores, slope: Float(exp(logarithm)))[entry.target]))
      }
    }
    let ratio = (5.0.squareRoot() - 1) / 2
    var (low, high) = (log(0.1), log(50.0))
    for _ in 0..<40 {
      let (left, right) = (high - ratio * (high - low), low + ratio * (high - low))
      if surprise(left) < surprise(right) { high = right } else { low = left }
    }
    return Float(exp((low + high) / 2))
  }
}

/// Examples that no model can be made from.
package struct TrainingError: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}
