/// Words in their order, as UTF-8 in one piece of memory: a text is looked at thousands of times a second, and a
/// `String` a word would be most of the work.
package struct WordList: Sendable, Equatable {
  private(set) package var bytes: [UInt8] = []
  private var ends: [Int32] = []
  /// A hash of each word; see `WordHash`.
  private(set) package var hashes: [UInt64] = []
  /// Where each word stands among the bytes of its text, and what mark stands behind it; empty where that was not kept.
  private(set) package var sources: [Range<Int>] = []
  private var marks: [Mark] = []

  /// What stands behind a word: nothing, a comma, the end of its sentence.
  package enum Mark: UInt8, Sendable { case none, pause, end }

  package init() {
    bytes.reserveCapacity(512)
    ends.reserveCapacity(96)
    hashes.reserveCapacity(96)
  }

  package var count: Int { ends.count }
  /// How many different words there are.
  package var distinctCount: Int {
    var seen = HashTable(capacity: count)
    for hash in hashes { seen[hash] = 1 }
    return seen.count
  }

  package var isEmpty: Bool { ends.isEmpty }
  package var indices: Range<Int> { ends.indices }

  /// Where the word lies in `bytes`.
  package func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index]) }

  package subscript(index: Int) -> String { String(decoding: bytes[range(index)], as: UTF8.self) }

  /// Whether a word begins with these bytes.
  package func starts(_ index: Int, with start: [UInt8]) -> Bool {
    let range = range(index)
    guard range.count >= start.count else { return false }
    for offset in start.indices where bytes[range.lowerBound + offset] != start[offset] { return false }
    return true
  }

  /// The words as texts, for what is not in a hurry.
  package var texts: [String] { indices.map { self[$0] } }

  package func joined(_ range: Range<Int>) -> String { range.map { self[$0] }.joined(separator: " ") }

  // Not generic: across modules that would be ten times as slow.
  package mutating func append(_ word: [UInt8]) { append(word[...]) }

  package mutating func append(_ word: String.UTF8View) { append(Array(word)) }

  package mutating func append(_ word: ArraySlice<UInt8>) {
    bytes.append(contentsOf: word)
    hashes.append(WordHash.of(word))
    ends.append(Int32(bytes.count))
  }

  package mutating func append(_ word: [UInt8], from source: Range<Int>) {
    append(word[...])
    sources.append(source)
    marks.append(.none)
  }

  /// A comma behind the last word, or the end of its sentence.
  package mutating func mark(_ mark: Mark) {
    guard let last = marks.last, last.rawValue < mark.rawValue else { return }
    marks[marks.count - 1] = mark
  }

  package func mark(after index: Int) -> Mark { marks.indices.contains(index) ? marks[index] : .none }

  package func endsSentence(_ index: Int) -> Bool { mark(after: index) == .end }

  /// 0 where there is none.
  package var lastHash: UInt64 { hashes.last ?? 0 }

  /// The hash of several words in a row.
  package func phrase(_ range: Range<Int>) -> UInt64 { WordHash.phrase(hashes[range]) }
}
