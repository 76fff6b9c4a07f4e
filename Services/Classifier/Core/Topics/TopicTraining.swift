package import Cases
import Places
package import Texts
package import Topics

/// Trains the model that `serve` uses: from the topics' own examples, and from what people corrected.
package struct TopicTraining: Sendable {
  /// What a person said of a text.
  package struct Correction: Sendable, Equatable {
    package let number: Int64
    package let text: String
    package let topic: TopicCode
    package let kind: CaseKind

    package init(number: Int64, text: String, topic: TopicCode, kind: CaseKind) {
      self.number = number
      self.text = text
      self.topic = topic
      self.kind = kind
    }
  }

  /// What the model's two heads answer.
  static let (topicHead, kindHead) = (0, 1)

  private let words: TopicWords
  private let reader: TextReader
  private let corrections: [Correction]
  private let options: TrainingOptions
  private let examples: [(text: String, topic: TopicCode, kind: CaseKind)]

  /// - Parameter corrections: those of topics that are no more are left out.
  /// - Throws: `FileProblem` if the places that come with the program cannot be read: their names are taken out of the examples.
  package init(_ set: TopicSet, corrections: [Correction] = [], options: TrainingOptions = .topics) throws(FileProblem)
  {
    words = TopicWords(set)
    reader = TextReader(normalizer: words.normalizer, places: PlaceFinder(try Gazetteer.shipped()))
    self.options = options
    let known = Set(set.topics.map(\.code))
    self.corrections = corrections.filter { known.contains($0.topic) }.sorted { $0.number < $1.number }
    examples =
      set.topics.flatMap { topic in topic.examples.map { ($0.text, topic.code, $0.kind) } }
      + self.corrections.map { ($0.text, $0.topic, $0.kind) }
  }

  package var count: Int { examples.count }

  private func training() throws(TrainingError) -> ModelTraining {
    let known = WordFamiliarity(examples.map { words.normalizer.words($0.text) })
    let readings = examples.map { example in
      let text = reader.read(example.text) { words.normalizer.isShort($0) ? .frequent : known[$0] }
      return words.read(text.words)
    }
    let topics = ModelTraining.Question(
      name: "topic", answers: examples.map(\.topic.text), labels: words.set.topics.map(\.code.text),
      hints: readings.map(\.topics))
    let kinds = ModelTraining.Question(
      name: "kind", answers: examples.map(\.kind.rawValue), labels: TopicWords.kinds.map(\.rawValue),
      hints: readings.map(\.kinds))
    return try ModelTraining(readings.map(\.words), [topics, kinds], options: options)
  }

  /// Each example tried by a model that was trained without it.
  package func crossValidate(folds: Int, progress: (Double) -> Void = { _ in }) throws(TrainingError) -> [ModelTraining
    .Trial]
  {
    try training().crossValidate(folds: folds, progress: progress)
  }

  /// - Parameter progress: told after each part, from 0 to 1.
  package func model(progress: (Double) -> Void = { _ in }) throws(TrainingError) -> ModelFile {
    let model = try training().model(progress: progress)
    let versions = words.set.topics.map { ($0.code.text, $0.version) }
    let origin = ModelFile.TopicOrigin(
      id: words.set.id, versions: Dictionary(uniqueKeysWithValues: versions), corrections: corrections.count,
      lastCorrection: corrections.last?.number ?? 0)
    let content =
      [words.set.id, "\(options)"] + corrections.map { "\($0.number) \($0.topic) \($0.kind.rawValue) \($0.text)" }
    return ModelFile(
      head: ModelFile.Head(
        model: model, examples: examples.count, data: Fingerprint.of(content.joined(separator: "\n").utf8),
        options: options, topics: origin), model: model)
  }
}
