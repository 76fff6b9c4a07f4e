import Cases
package import Foundation
import ShippedModel
package import Topics

/// A model as a file: one line that says what it is, a head in JSON, then the numbers.
package struct ModelFile: Sendable {
  /// What a person wants to know of a model without loading it.
  package struct Head: Codable, Sendable, Equatable {
    /// The version of this layout.
    package var format = ModelFile.format
    package var questions: [LinearModel.Head]
    package var columns: Int
    package var examples: Int
    /// A hash of the examples, in their order, and of all else that the model was made from.
    package var data: String
    package var options: TrainingOptions
    /// On examples that the model had not seen; absent where that was not tried.
    package var figures: [String: Double]
    /// The topic files it was made from; absent for one of other labels.
    package var topics: TopicOrigin?

    package init(
      model: LinearModel, examples: Int, data: String, options: TrainingOptions, figures: [String: Double] = [:],
      topics: TopicOrigin? = nil
    ) {
      questions = model.heads
      columns = model.columns
      self.examples = examples
      self.data = data
      self.options = options
      self.figures = figures
      self.topics = topics
    }
  }

  /// Which topic files and corrections a model was made from.
  package struct TopicOrigin: Codable, Sendable, Equatable {
    /// The id of the topic files together.
    package var id: String
    /// By topic, a hash of its file.
    package var versions: [String: String]
    /// How many corrections were learnt, and the number of the last of them.
    package var corrections: Int
    package var lastCorrection: Int64

    package init(id: String, versions: [String: String], corrections: Int = 0, lastCorrection: Int64 = 0) {
      self.id = id
      self.versions = versions
      self.corrections = corrections
      self.lastCorrection = lastCorrection
    }
  }

  package static let format = 3

  package let head: Head
  package let model: LinearModel

  package init(head: Head, model: LinearModel) {
    self.head = head
    self.model = model
  }

  /// The model's name in classifications: the same for the same examples and options.
  package var id: String { "model-\(head.format)-\(head.data)" }

  private static let line = "DISPOSISI MODEL \(format)\n"
  private static let longestHead = 4_000_000
  private static let mostLabels = 10_000
  private static let largestFigure: Float = 1_000_000

  package func encoded() throws -> Data {
    let headBytes = try EventCoding.encoder().encode(head)
    var data = Data(Self.line.utf8)
    append(UInt32(headBytes.count), to: &data)
    data.append(headBytes)
    model.vocabulary.features.withUnsafeBytes { data.append(contentsOf: $0) }
    model.vocabulary.rarity.withUnsafeBytes { data.append(contentsOf: $0) }
    model.weights.scales.withUnsafeBytes { data.append(contentsOf: $0) }
    model.weights.bytes.withUnsafeBytes { data.append(contentsOf: $0) }
    append(Fingerprint.of(data), to: &data)
    return data
  }

  /// The mark at its end tells what was cut off or damaged; it is no signature, and whoever can write the file can make it
  /// anew. So nothing of the head is computed with before it is known to be possible.
  /// - Throws: `TrainingError` for a file that is none, is cut off, was changed, or says what cannot be.
  package init(_ data: Data, file: String) throws {
    var rest = data[...]
    func take(_ count: Int, _ what: String) throws -> Data {
      guard count >= 0, rest.count >= count else {
        throw TrainingError(description: "\(file): the file ends within \(what), expected \(count) bytes more")
      }
      defer { rest = rest.dropFirst(count) }
      return Data(rest.prefix(count))
    }
    let line = try take(Self.line.utf8.count, "its first line")
    guard line == Data(Self.line.utf8) else {
      throw TrainingError(description: "\(file): found no model, expected a file that `classifier train` wrote")
    }
    let mark = data.suffix(16)
    guard Data(Fingerprint.of(data.dropLast(16)).utf8) == Data(mark) else {
      throw TrainingError(description: "\(file): the file was changed or cut off after it was written")
    }
    let length = try take(4, "the head's length").withUnsafeBytes { Int($0.loadUnaligned(as: UInt32.self)) }
    guard length <= Self.longestHead else { throw TrainingError(description: "\(file): a head of \(length) bytes") }
    let head = try EventCoding.decode(Head.self, from: take(length, "its head"))
    guard head.format == Self.format else {
      throw TrainingError(description: "\(file): found format \(head.format), expected \(Self.format)")
    }
    let width = head.questions.reduce(0) { $0 + $1.labels.count }
    guard (0...Int(FeatureHasher.buckets)).contains(head.columns), (1...Self.mostLabels).contains(width),
      head.questions.allSatisfy({ $0.labels.count >= 2 })
    else {
      throw TrainingError(
        description:
          "\(file): found \(width) labels and \(head.columns) features, expected at least 2 labels a question, at most \(Self.mostLabels) in all, and at most \(FeatureHasher.buckets) features"
      )
    }
    let features: [UInt32] = Self.numbers(try take(head.columns * 4, "the features"))
    let rarity: [Float] = Self.numbers(try take(head.columns * 4, "the rarities"))
    let scales: [Float] = Self.numbers(try take(width * 4, "the scales"))
    let steps: [Int8] = Self.numbers(try take((head.columns + 1) * width, "the weights"))
    guard features.allSatisfy({ $0 < FeatureHasher.buckets }) else {
      throw TrainingError(description: "\(file): found a feature beyond \(FeatureHasher.buckets)")
    }
    // One that is no number would make every probability none.
    let figures = head.questions.flatMap { [$0.slope, $0.hintWeight, $0.patience] } + rarity + scales
    guard figures.allSatisfy({ (0...Self.largestFigure).contains($0) }) else {
      throw TrainingError(description: "\(file): found a figure that is not from 0 to \(Self.largestFigure)")
    }
    self.head = head
    model = LinearModel(
      heads: head.questions, vocabulary: Vocabulary(features: features, rarity: rarity),
      weights: Weights(bytes: steps, scales: scales))
  }

  private func append(_ number: UInt32, to data: inout Data) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }

  private func append(_ text: String, to data: inout Data) { data.append(contentsOf: text.utf8) }

  private static func numbers<Number>(_ data: Data) -> [Number] {
    let count = data.count / MemoryLayout<Number>.stride
    return [Number](unsafeUninitializedCapacity: count) { numbers, filled in
      filled = data.copyBytes(to: numbers) / MemoryLayout<Number>.stride
    }
  }
}

extension ModelFile {
  /// The model that comes with the program, made from the shipped topics by `compose/train`.
  /// - Throws: `TrainingError`, which a test rules out.
  package static func shipped() throws -> ModelFile {
    try ModelFile(
      Data(bytes: disposisi_shipped_model(), count: disposisi_shipped_model_size()), file: "shipped.model")
  }

  /// The model for topics where nobody chose one: the shipped one if it fits, or else one that is trained now.
  package static func made(for set: TopicSet) throws -> ModelFile {
    let shipped = try shipped()
    return shipped.fits(set) ? shipped : try TopicTraining(set).model()
  }

  /// Whether it was made from just these topic files.
  package func fits(_ set: TopicSet) -> Bool { head.topics?.id == set.id }
}
