import Foundation

/// A trained model: a text in, the labels with their probabilities out.
package struct LinearModel: Sendable {
  package let labels: [String]
  let vocabulary: Vocabulary
  /// By column, then by label; the last column is the bias.
  let weights: [Float]
  /// How steeply scores become probabilities, found on texts that the model had not seen.
  package let slope: Float
  private let hasher: FeatureHasher

  init(
    labels: [String], vocabulary: Vocabulary, weights: [Float], slope: Float, hasher: FeatureHasher = FeatureHasher()
  ) {
    self.labels = labels
    self.vocabulary = vocabulary
    self.weights = weights
    self.slope = slope
    self.hasher = hasher
  }

  /// How many features it knows.
  package var columns: Int { vocabulary.count }

  /// A label and how likely it is, from 0 to 1.
  package struct Prediction: Sendable, Equatable {
    package let label: String
    package let probability: Double
  }

  /// All labels, the likeliest first.
  package func predict(_ text: String) -> [Prediction] {
    let vector = vocabulary.vector(hasher.counts(text))
    // Of a text in which nothing is known nothing can be said.
    let unknown = [Double](repeating: 1 / Double(labels.count), count: labels.count)
    let probabilities = vector.isEmpty ? unknown : Self.probabilities(scores(vector), slope: slope)
    return zip(labels, probabilities).map { Prediction(label: $0, probability: $1) }
      .sorted { $0.probability != $1.probability ? $0.probability > $1.probability : $0.label < $1.label }
  }

  func scores(_ vector: [(column: Int32, value: Float)]) -> [Float] {
    let count = labels.count
    var scores = Array(weights[(vocabulary.count * count)...])
    weights.withUnsafeBufferPointer { weights in
      scores.withUnsafeMutableBufferPointer { scores in
        for (column, value) in vector {
          let row = Int(column) * count
          for label in 0..<count { scores[label] += weights[row + label] * value }
        }
      }
    }
    return scores
  }

  static func probabilities(_ scores: [Float], slope: Float) -> [Double] {
    let highest = scores.max() ?? 0
    let powers = scores.map { exp(Double(($0 - highest) * slope)) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
