/// How many letters must change to make one word of another.
enum EditDistance {
  /// Insertions, deletions and replacements; given up as soon as there are too many.
  static func isWithin(_ most: Int, _ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard abs(left.count - right.count) <= most else { return false }
    var previous = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in right.indices {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
      }
      guard (current.min() ?? 0) <= most else { return false }
      previous = current
    }
    return previous[right.count] <= most
  }
}
