import Foundation
package import Texts

/// A trained model: words in, for each question (each head) its labels with their probabilities out.
package struct LinearModel: Sendable {
  /// One question that the model answers: which topic, which kind.
  package struct Head: Codable, Sendable, Equatable {
    package var name: String
    package var labels: [String]
    /// How steeply scores become probabilities, found on texts that the model had not seen.
    package var slope: Float
    /// How much the labels' own words weigh beside what was learnt, found on the same texts.
    package var hintWeight: Float
    /// In how many words half of the evidence lies: of one word alone nobody is sure.
    package var patience: Float
  }

  package let heads: [Head]
  let vocabulary: Vocabulary
  let weights: Weights
  private let hasher = FeatureHasher()

  init(heads: [Head], vocabulary: Vocabulary, weights: Weights) {
    self.heads = heads
    self.vocabulary = vocabulary
    self.weights = weights
  }

  /// How many features it knows.
  package var columns: Int { vocabulary.count }

  /// A label and how likely it is, from 0 to 1.
  package struct Prediction: Sendable, Equatable {
    package let label: String
    package let probability: Double
  }

  /// What the model makes of a text.
  package struct Reading: Sendable {
    /// Those of all heads, one after the other; nil where nothing in the text is known.
    let scores: [Float]?
    /// How many different ones.
    let words: Int
    let places: [Vocabulary.Place]
  }

  package func read(_ words: WordList) -> Reading {
    let places = vocabulary.places(hasher.occurrences(words))
    let vector = vocabulary.vector(places)
    return Reading(
      scores: vector.isEmpty ? nil : weights.scores(vector), words: words.distinctCount, places: places)
  }

  /// All labels of a head, the likeliest first.
  /// - Parameter hints: by label, what its own words say; empty where there are none.
  package func predict(_ head: Int, _ reading: Reading, hints: [Float] = []) -> [Prediction] {
    let question = heads[head]
    let start = start(of: head)
    // Of a text in which nothing is known only the hints say something.
    let scores =
      reading.scores.map { Array($0[start..<start + question.labels.count]) }
      ?? [Float](repeating: 0, count: question.labels.count)
    let probabilities = question.probabilities(scores, hints, words: reading.words)
    return zip(question.labels, probabilities).map { Prediction(label: $0, probability: $1) }
      .sorted { $0.probability != $1.probability ? $0.probability > $1.probability : $0.label < $1.label }
  }

  /// How much each word speaks for a label, by the number of the word.
  package func carriers(_ head: Int, _ reading: Reading, label: String, words: Int) -> [Float] {
    var carried = [Float](repeating: 0, count: words)
    guard let place = heads[head].labels.firstIndex(of: label) else { return carried }
    let label = start(of: head) + place
    for place in reading.places {
      let column = Int(place.column)
      carried[Int(place.word)] += weights[column, label] * vocabulary.rarity[column]
    }
    return carried
  }

  private func start(of head: Int) -> Int { heads[..<head].reduce(0) { $0 + $1.labels.count } }
}

extension LinearModel.Head {
  /// - Parameter words: how many different words the text has.
  func probabilities(_ scores: [Float], _ hints: [Float], words: Int) -> [Double] {
    let evidence = Float(words) / (Float(words) + patience)
    let sums = scores.indices.map {
      Double(evidence * (slope * scores[$0] + (hints.isEmpty ? 0 : hintWeight * hints[$0])))
    }
    let highest = sums.max() ?? 0
    let powers = sums.map { exp($0 - highest) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }
}
