import Foundation

/// The features that were seen often enough, and how much each says: sublinear tf-idf.
package struct Vocabulary: Sendable, Equatable {
  /// The column of each feature, or -1.
  let columns: [Int32]
  /// By column: the rarer a feature, the more it says.
  let rarity: [Float]

  package var count: Int { rarity.count }

  init(columns: [Int32], rarity: [Float]) {
    self.columns = columns
    self.rarity = rarity
  }

  /// - Parameter least: in how many texts a feature must be.
  package init(_ texts: [FeatureHasher.Counts], least: Int) {
    var spread = [Int32](repeating: 0, count: FeatureHasher.buckets)
    for text in texts {
      for entry in text.words { spread[Int(entry.feature)] += 1 }
      for entry in text.letters { spread[Int(entry.feature)] += 1 }
    }
    var columns = [Int32](repeating: -1, count: FeatureHasher.buckets)
    var rarity: [Float] = []
    for feature in columns.indices where spread[feature] >= Int32(least) {
      columns[feature] = Int32(rarity.count)
      rarity.append(Float(log(Double(1 + texts.count) / Double(1 + spread[feature])) + 1))
    }
    self.init(columns: columns, rarity: rarity)
  }

  /// A text as a sparse vector: words and letters each of length 1, so that neither drowns the other.
  package func vector(_ counts: FeatureHasher.Counts) -> [(column: Int32, value: Float)] {
    let sorted = (weighted(counts.words) + weighted(counts.letters)).sorted { $0.column < $1.column }
    var vector: [(column: Int32, value: Float)] = []
    vector.reserveCapacity(sorted.count)
    for entry in sorted {
      // Two features may share a column.
      if vector.last?.column == entry.column {
        vector[vector.count - 1].value += entry.value
      } else {
        vector.append(entry)
      }
    }
    return vector
  }

  private func weighted(_ counts: [(feature: UInt32, count: Int)]) -> [(column: Int32, value: Float)] {
    var vector: [(column: Int32, value: Float)] = []
    vector.reserveCapacity(counts.count)
    var squares: Float = 0
    for (feature, count) in counts {
      let column = columns[Int(feature)]
      guard column >= 0 else { continue }
      let value = (1 + logf(Float(count))) * rarity[Int(column)]
      squares += value * value
      vector.append((column, value))
    }
    guard squares > 0 else { return [] }
    let scale = 1 / squares.squareRoot()
    for index in vector.indices { vector[index].value *= scale }
    return vector
  }
}
