package import Texts

/// Makes models from labelled texts, and tries them on texts that they have not seen.
package struct ModelTraining: Sendable {
  /// One question, and its answer for each text.
  package struct Question: Sendable {
    let name: String
    let labels: [String]
    let targets: [Int]
    /// By text, then by label: what the labels' own words say; empty where there are none.
    let hints: [[Float]]

    /// - Parameter labels: in the order of the hints; all there are in `answers` if not given.
    package init(name: String, answers: [String], labels: [String]? = nil, hints: [[Float]] = []) {
      self.name = name
      let all = labels ?? Set(answers).sorted()
      self.labels = all
      let numbers = Dictionary(all.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      targets = answers.map { numbers[$0] ?? 0 }
      self.hints = hints
    }
  }

  private let questions: [Question]
  private let features: [[FeatureHasher.Occurrence]]
  /// By text, how many different words it has.
  private let words: [Int]
  private let options: TrainingOptions

  /// - Parameter texts: in the order of the questions' answers; the same in the same order give the same model.
  /// - Throws: `TrainingError` for a question of fewer than two labels.
  package init(
    _ texts: [WordList], _ questions: [Question], options: TrainingOptions = TrainingOptions()
  ) throws(TrainingError) {
    for question in questions where question.labels.count < 2 {
      throw TrainingError(
        description: "found \(question.labels.count) labels in \(texts.count) examples, expected at least 2")
    }
    self.questions = questions
    self.options = options
    let hasher = FeatureHasher()
    features = texts.map { hasher.occurrences($0) }
    words = texts.map(\.distinctCount)
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
    let folds = min(3, features.count)
    let unseen = unseen(folds: folds) { progress($0 * Double(folds) / Double(folds + 1)) }
    let heads = questions.indices.map { head(of: $0, unseen) }
    let model = fit(Array(features.indices), heads)
    progress(1)
    return model
  }

  /// Each example tried by a model that was trained without it, on the first question.
  package func crossValidate(folds: Int, progress: (Double) -> Void = { _ in }) -> [Trial] {
    let unseen = unseen(folds: folds, progress)
    let (question, head) = (questions[0], head(of: 0, unseen))
    return unseen.map { entry in
      let probabilities = head.probabilities(
        Array(entry.scores[..<question.labels.count]), question.hints.isEmpty ? [] : question.hints[entry.example],
        words: words[entry.example])
      let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? 0
      return Trial(
        example: entry.example, expected: question.labels[question.targets[entry.example]],
        found: question.labels[best], probability: probabilities[best])
    }
    .sorted { $0.example < $1.example }
  }

  /// Each example's scores under a model that was trained without it.
  private func unseen(folds: Int, _ progress: (Double) -> Void) -> [(example: Int, scores: [Float])] {
    let plain = questions.map {
      LinearModel.Head(name: $0.name, labels: $0.labels, slope: 1, hintWeight: 0, patience: 0)
    }
    return (0..<folds).flatMap { fold in
      let (inside, outside) = split(fold, of: folds)
      let model = fit(inside, plain)
      progress(Double(fold + 1) / Double(folds))
      return outside.map {
        (example: $0, scores: model.weights.scores(model.vocabulary.vector(model.vocabulary.places(features[$0]))))
      }
    }
  }

  private func fit(_ examples: [Int], _ heads: [LinearModel.Head]) -> LinearModel {
    let vocabulary = Vocabulary(examples.map { features[$0] }, least: options.least)
    let vectors = examples.map { vocabulary.vector(vocabulary.places(features[$0])).sorted { $0.column < $1.column } }
    let labels = questions.reduce(0) { $0 + $1.labels.count }
    let parts = questions.map { question in
      LinearTrainer.weights(
        vectors, labels: examples.map { question.targets[$0] }, labelCount: question.labels.count,
        columns: vocabulary.count, options)
    }
    return LinearModel(
      heads: heads, vocabulary: vocabulary, weights: Weights(joined(parts, rows: vocabulary.count + 1), labels: labels))
  }

  /// The weights of several questions side by side.
  private func joined(_ parts: [[Float]], rows: Int) -> [Float] {
    guard parts.count > 1 else { return parts[0] }
    var weights: [Float] = []
    weights.reserveCapacity(parts.reduce(0) { $0 + $1.count })
    for row in 0..<rows {
      for (part, question) in zip(parts, questions) {
        let count = question.labels.count
        weights.append(contentsOf: part[row * count..<(row + 1) * count])
      }
    }
    return weights
  }

  /// Every label of the first question is spread evenly over the folds, in the order of the examples.
  private func split(_ fold: Int, of folds: Int) -> (inside: [Int], outside: [Int]) {
    var seen = [Int](repeating: 0, count: questions[0].labels.count)
    var (inside, outside): ([Int], [Int]) = ([], [])
    for (example, target) in questions[0].targets.enumerated() {
      if seen[target] % folds == fold { outside.append(example) } else { inside.append(example) }
      seen[target] += 1
    }
    return (inside, outside)
  }

  private func head(of number: Int, _ unseen: [(example: Int, scores: [Float])]) -> LinearModel.Head {
    let question = questions[number]
    let start = questions[..<number].reduce(0) { $0 + $1.labels.count }
    let trials = unseen.map { entry in
      Calibration.Trial(
        scores: Array(entry.scores[start..<start + question.labels.count]),
        hints: question.hints.isEmpty ? [] : question.hints[entry.example], words: words[entry.example],
        target: question.targets[entry.example])
    }
    let head = LinearModel.Head(name: question.name, labels: question.labels, slope: 1, hintWeight: 0, patience: 0)
    return Calibration.fit(head, trials)
  }
}

/// Examples that no model can be made from.
package struct TrainingError: Error, CustomStringConvertible {
  package let description: String

  package init(description: String) { self.description = description }
}

extension ModelTraining {
  /// One question about texts, whatever the labels.
  package init(
    _ examples: [LabelledText], options: TrainingOptions = TrainingOptions(), normalizer: TextNormalizer = .shipped
  ) throws(TrainingError) {
    try self.init(
      examples.map { normalizer.words($0.text) },
      [Question(name: "label", answers: examples.map(\.label))], options: options)
  }
}
