import Cases
package import Foundation

/// A model as a file: one line that says what it is, a head in JSON, then the numbers.
package struct ModelFile: Sendable {
  /// What a person wants to know of a model without loading it.
  package struct Head: Codable, Sendable, Equatable {
    /// The version of this layout.
    package var format = 1
    package var labels: [String]
    package var columns: Int
    package var slope: Float
    package var examples: Int
    /// A hash of the examples, in their order.
    package var data: String
    package var options: TrainingOptions
    /// On examples that the model had not seen; absent where that was not tried.
    package var figures: [String: Double]

    package init(
      labels: [String], columns: Int, slope: Float, examples: Int, data: String, options: TrainingOptions,
      figures: [String: Double]
    ) {
      self.labels = labels
      self.columns = columns
      self.slope = slope
      self.examples = examples
      self.data = data
      self.options = options
      self.figures = figures
    }
  }

  package let head: Head
  package let model: LinearModel

  package init(head: Head, model: LinearModel) {
    self.head = head
    self.model = model
  }

  /// The model's name in classifications: the same for the same examples and options.
  package var id: String { "model-\(head.format)-\(head.data)" }

  private static let line = "DISPOSISI MODEL 1\n"
  private static let longestHead = 4_000_000

  package func encoded() throws -> Data {
    let headBytes = try EventCoding.encoder().encode(head)
    var data = Data(Self.line.utf8)
    append(UInt32(headBytes.count), to: &data)
    data.append(headBytes)
    model.vocabulary.columns.withUnsafeBytes { data.append(contentsOf: $0) }
    model.vocabulary.rarity.withUnsafeBytes { data.append(contentsOf: $0) }
    model.weights.withUnsafeBytes { data.append(contentsOf: $0) }
    append(Fingerprint.of(data), to: &data)
    return data
  }

  /// - Throws: `TrainingError` for a file that is none, is cut off, or was changed.
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
    guard head.columns >= 0, head.labels.count >= 2 else {
      throw TrainingError(description: "\(file): found \(head.labels.count) labels and \(head.columns) features")
    }
    let columns: [Int32] = Self.numbers(try take(FeatureHasher.buckets * 4, "the features"))
    let rarity: [Float] = Self.numbers(try take(head.columns * 4, "the rarities"))
    let weights: [Float] = Self.numbers(try take((head.columns + 1) * head.labels.count * 4, "the weights"))
    guard columns.allSatisfy({ $0 >= -1 && $0 < Int32(head.columns) }) else {
      throw TrainingError(description: "\(file): found a feature beyond the \(head.columns) columns")
    }
    self.head = head
    model = LinearModel(
      labels: head.labels, vocabulary: Vocabulary(columns: columns, rarity: rarity), weights: weights,
      slope: head.slope)
  }

  private func append(_ number: UInt32, to data: inout Data) {
    withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
  }

  private func append(_ text: String, to data: inout Data) { data.append(contentsOf: text.utf8) }

  private static func numbers<Number>(_ data: Data) -> [Number] {
    data.withUnsafeBytes { bytes in
      (0..<data.count / MemoryLayout<Number>.size).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
      }
    }
  }
}
