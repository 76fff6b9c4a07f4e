import Cases
import Texts

/// Places by what people call them.
struct NameIndex: Sendable {
  struct Entry: Sendable, Equatable {
    let place: PlaceCode
    /// Also an everyday word: it is a place only where a word such as `di` or `kota` comes before it.
    let isCommonWord: Bool
    /// Not the name itself, but another way of writing it.
    let isVariant: Bool
    /// The next place of the same name, or -1.
    fileprivate let next: Int32
  }

  private var entries: [Entry] = []
  private var first = HashTable()
  /// By a name's first word, how many words the longest of those names has.
  private var longest = HashTable()

  /// More words than any name has that people say in one breath.
  private static let mostWords = 5

  subscript(phrase: UInt64) -> [Entry] {
    var found: [Entry] = []
    var place = first[phrase] ?? -1
    while place >= 0 {
      found.append(entries[Int(place)])
      place = entries[Int(place)].next
    }
    return found
  }

  func longest(startingWith word: UInt64) -> Int { Int(longest[word] ?? 0) }

  /// Whether no name is written so; another's variant may be.
  func isFree(_ name: WordList) -> Bool { self[name.phrase(name.indices)].allSatisfy(\.isVariant) }

  mutating func add(_ name: WordList, _ place: PlaceCode, isCommonWord: Bool = false, isVariant: Bool = false) {
    guard !name.isEmpty, name.count <= Self.mostWords else { return }
    let phrase = name.phrase(name.indices)
    guard !self[phrase].contains(where: { $0.place == place }) else { return }
    entries.append(Entry(place: place, isCommonWord: isCommonWord, isVariant: isVariant, next: first[phrase] ?? -1))
    first[phrase] = Int32(entries.count - 1)
    longest[name.hashes[0]] = max(longest[name.hashes[0]] ?? 0, Int32(name.count))
  }
}
