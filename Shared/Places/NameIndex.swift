import Cases
import Texts

/// Places by what people call them.
struct NameIndex: Sendable {
  struct Entry: Sendable, Equatable {
    let place: PlaceCode
    /// Also an everyday word: it is a place only where a word such as `di` or `kota` comes before it.
    let isCommonWord: Bool
  }

  private var entries: [UInt64: [Entry]] = [:]
  /// By a name's first word, how many words the longest of those names has.
  private var longest: [UInt64: Int] = [:]

  /// More words than any name has that people say in one breath.
  private static let mostWords = 5

  subscript(phrase: UInt64) -> [Entry] { entries[phrase] ?? [] }

  func longest(startingWith word: UInt64) -> Int { longest[word] ?? 0 }

  mutating func reserve(_ count: Int) {
    entries.reserveCapacity(entries.count + count)
    longest.reserveCapacity(longest.count + count)
  }

  mutating func add(_ name: WordList, _ place: PlaceCode, isCommonWord: Bool = false) {
    guard !name.isEmpty, name.count <= Self.mostWords else { return }
    let phrase = name.phrase(name.indices)
    guard entries[phrase]?.contains(where: { $0.place == place }) != true else { return }
    entries[phrase, default: []].append(Entry(place: place, isCommonWord: isCommonWord))
    longest[name.hashes[0]] = max(longest[name.hashes[0]] ?? 0, name.count)
  }
}
