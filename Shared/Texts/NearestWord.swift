/// The word that was meant, perhaps.
package enum NearestWord {
  /// - Returns: the known word with the fewest edits, if they are few for its length.
  package static func of(_ found: String, among known: some Collection<String>) -> String? {
    guard !found.isEmpty, found.utf8.count <= 80, known.count <= 5_000 else { return nil }
    let ranked = known.map { (word: $0, edits: edits(Array(found.utf8), Array($0.utf8))) }
      .filter { $0.edits <= max(1, min(found.utf8.count, $0.word.utf8.count) / 3) }
    return ranked.min { ($0.edits, $0.word) < ($1.edits, $1.word) }?.word
  }

  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment).
  package static func edits(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1] + [Int](repeating: 0, count: right.count)
      for column in 0..<right.count {
        let replaced = previous[column] + (left[row] == right[column] ? 0 : 1)
        var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, older[column - 1] + 1)
        }
        current[column + 1] = best
      }
      (older, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
