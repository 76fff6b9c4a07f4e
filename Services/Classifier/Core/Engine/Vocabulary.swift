import Foundation

/// The features that were seen often enough, and how much each says: sublinear tf-idf.
package struct Vocabulary: Sendable, Equatable {
  /// The column of each feature, or -1.
  let columns: [Int32]
  /// By column.
  let features: [UInt32]
  /// By column: the rarer a feature, the more it says.
  let rarity: [Float]

  package var count: Int { rarity.count }

  /// - Parameters: by column, the feature and its rarity.
  init(features: [UInt32], rarity: [Float]) {
    var columns = [Int32](repeating: -1, count: FeatureHasher.buckets)
    for (column, feature) in features.enumerated() { columns[Int(feature)] = Int32(column) }
    self.columns = columns
    self.features = features
    self.rarity = rarity
  }

  /// - Parameter least: in how many texts a feature must be.
  init(_ texts: [[FeatureHasher.Occurrence]], least: Int) {
    var spread = [Int32](repeating: 0, count: FeatureHasher.buckets)
    var last = [Int32](repeating: -1, count: FeatureHasher.buckets)
    for (number, text) in texts.enumerated() {
      for entry in text where last[Int(entry.feature)] != Int32(number) {
        last[Int(entry.feature)] = Int32(number)
        spread[Int(entry.feature)] += 1
      }
    }
    var features: [UInt32] = []
    var rarity: [Float] = []
    for feature in spread.indices where spread[feature] >= Int32(least) {
      features.append(UInt32(feature))
      rarity.append(Self.rarity(of: Int(spread[feature]), in: texts.count))
    }
    self.init(features: features, rarity: rarity)
  }

  /// How much it says that a text has what so many of all texts have.
  static func rarity(of count: Int, in all: Int) -> Float { Float(log(Double(1 + all) / Double(1 + count)) + 1) }

  /// A feature's column and its weight in a text.
  typealias Entry = (column: Int32, value: Float)

  /// A feature that is known, where it stands in a text.
  struct Place {
    let column: Int32
    let word: Int32
    let isLetters: Bool
  }

  /// The features of a text that are known. The table is larger than a processor's cache: it is asked once a feature.
  func places(_ occurrences: [FeatureHasher.Occurrence]) -> [Place] {
    var places: [Place] = []
    places.reserveCapacity(occurrences.count)
    columns.withUnsafeBufferPointer { columns in
      for entry in occurrences {
        let column = columns[Int(entry.feature)]
        if column >= 0 { places.append(Place(column: column, word: entry.word, isLetters: entry.isLetters)) }
      }
    }
    return places
  }

  /// A text as a sparse vector: words and letters each of length 1, so that neither drowns the other. The entries
  /// are in the order of their first occurrence.
  func vector(_ places: [Place]) -> [Entry] {
    var counts = ColumnCounts(capacity: places.count)
    // A column that words and letters share by chance counts as whose it was first.
    for place in places { counts.add(place.column, isLetters: place.isLetters) }
    var values: [Entry] = []
    values.reserveCapacity(counts.entries.count)
    var squares: (words: Float, letters: Float) = (0, 0)
    for entry in counts.entries {
      let value = Self.damped(entry.count) * rarity[Int(entry.column)]
      values.append((entry.column, value))
      if entry.isLetters { squares.letters += value * value } else { squares.words += value * value }
    }
    let scales = (
      words: squares.words > 0 ? 1 / squares.words.squareRoot() : 0,
      letters: squares.letters > 0 ? 1 / squares.letters.squareRoot() : 0
    )
    for index in values.indices {
      values[index].value *= counts.entries[index].isLetters ? scales.letters : scales.words
    }
    return values
  }

  /// 1 + ln of how often; mostly that is once or twice.
  private static func damped(_ count: Int32) -> Float {
    switch count {
    case 1: 1
    case 2: 1.6931472
    default: 1 + logf(Float(count))
    }
  }
}

/// Counts columns in the order of their coming: a small hash table beside a list.
private struct ColumnCounts {
  struct Entry {
    let column: Int32
    let isLetters: Bool
    var count: Int32
  }

  private(set) var entries: [Entry] = []
  /// The column in the upper half, its place in the list plus one in the lower; zero where it is empty.
  private var slots: [UInt64]
  private let mask: Int

  init(capacity: Int) {
    var size = 64
    while size < capacity + capacity / 2 { size *= 2 }
    slots = [UInt64](repeating: 0, count: size)
    mask = size - 1
    entries.reserveCapacity(capacity)
  }

  mutating func add(_ column: Int32, isLetters: Bool) {
    let key = UInt64(UInt32(bitPattern: column)) << 32
    var slot = Int(truncatingIfNeeded: UInt32(bitPattern: column) &* 0x9E37_79B1) & mask
    while slots[slot] != 0 {
      if slots[slot] & 0xFFFF_FFFF_0000_0000 == key, slots[slot] & 0xFFFF_FFFF != 0 {
        entries[Int(slots[slot] & 0xFFFF_FFFF) - 1].count += 1
        return
      }
      slot = (slot + 1) & mask
    }
    entries.append(Entry(column: column, isLetters: isLetters, count: 1))
    slots[slot] = key | UInt64(entries.count)
  }
}
