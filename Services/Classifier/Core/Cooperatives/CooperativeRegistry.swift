package import Cases
package import Texts

/// The cooperatives that are known, found by what people call them.
package struct CooperativeRegistry: Sendable {
  package let cooperatives: [Cooperative]
  /// By the words that tell a cooperative apart.
  private var exact: [UInt64: [Int32]] = [:]
  /// By the first letters of those words: where a typing mistake may be in the rest.
  private var near: [UInt64: [Int32]] = [:]
  private var letters: [[UInt8]] = []
  /// More than there are in the country.
  package static let mostRows = 500_000
  private static let keyLetters = 4
  private static let mostCompared = 500
  /// Nobody names more cooperatives in earnest, and each costs time.
  private static let mostTitles = 20

  package init(_ listed: [Cooperative] = []) {
    cooperatives = CooperativeDoubles(listed.enumerated().map { ($0.offset + 1, $0.element) }).cooperatives
    letters.reserveCapacity(cooperatives.count)
    for (number, cooperative) in cooperatives.enumerated() {
      let words = TextTokens.words(cooperative.name)
      let key = Self.key(words, words.indices)
      letters.append(key.letters)
      exact[key.hash, default: []].append(Int32(number))
      near[key.start, default: []].append(Int32(number))
    }
  }

  /// - Parameter table: lines of `Cooperative.columns`, tabs between them, as `disposisi cooperatives import` writes it.
  package init(table: String, file: String) throws(FileProblem) {
    var cooperatives: [Cooperative] = []
    for (number, line) in table.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated()
    where !line.isEmpty {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      cooperatives.append(try Cooperative(fields, file: file, line: number + 1))
    }
    self.init(cooperatives)
  }

  static func key(_ words: WordList, _ range: Range<Int>) -> (hash: UInt64, start: UInt64, letters: [UInt8]) {
    let own = CooperativeName.distinct(words, range)
    let kind: UInt64 = CooperativeName.isVillages(words, range) ? 1 : 0
    let letters = Array(own.map { words.bytes[words.range($0)] }.joined())
    return (
      WordHash.extend(WordHash.phrase(own.map { words.hashes[$0] }), by: kind),
      WordHash.extend(WordHash.of(letters.prefix(keyLetters)), by: kind), letters
    )
  }

  /// What is known of the place, to tell namesakes apart.
  package typealias Places = [RegionCode]

  /// A cooperative that a text means, and how sure that is.
  package struct Match: Sendable, Equatable {
    package let cooperative: Cooperative
    package let confidence: Double
    /// How the text calls it.
    package let told: String
  }

  /// The name in the form, or else the first in the text that is known.
  /// - Parameters:
  ///   - words: the reporter's.
  ///   - places: where it is said to be; empty where nothing is known.
  package func match(form: String?, words: WordList, places: Places) -> Match? {
    guard !cooperatives.isEmpty else { return nil }
    if let form {
      let words = TextTokens.words(form)
      if let match = best(words, words.indices, places) { return match }
    }
    let titles = words.indices.filter { CooperativeName.titles.contains(words.hashes[$0]) }
    for start in titles.prefix(Self.mostTitles) {
      for length in stride(from: min(8, words.count - start), through: 2, by: -1) {
        if let match = best(words, start..<start + length, places) { return match }
      }
    }
    return nil
  }

  private func best(_ words: WordList, _ range: Range<Int>, _ places: Places) -> Match? {
    let key = Self.key(words, range)
    guard key.letters.count >= Self.keyLetters else { return nil }
    let told = words.joined(range)
    if let same = exact[key.hash] { return chosen(same, among: places, told, sure: 0.95, alone: 0.8) }
    let allowed = key.letters.count / 7
    guard allowed > 0, let candidates = near[key.start], candidates.count <= Self.mostCompared else { return nil }
    let similar = candidates.filter { EditDistance.isWithin(allowed, letters[Int($0)], key.letters) }
    return similar.isEmpty ? nil : chosen(similar, among: places, told, sure: 0.8, alone: 0.6)
  }

  /// One that is where the report says; or the only one of that name.
  private func chosen(_ found: [Int32], among places: Places, _ told: String, sure: Double, alone: Double) -> Match? {
    let here = found.filter { number in
      let region = cooperatives[Int(number)].region
      return places.contains { $0.contains(region) || region.contains($0) }
    }
    if let one = one(of: here, told) { return Match(cooperative: one, confidence: sure, told: told) }
    // Somewhere else there is one of that name: that says little where the report names a place.
    guard here.isEmpty, places.isEmpty, let one = one(of: found, told) else { return nil }
    return Match(cooperative: one, confidence: alone, told: told)
  }

  /// Of rows for one name in one place the one that is called so, or what all of them say: the place is certain.
  private func one(of found: [Int32], _ told: String) -> Cooperative? {
    let all = found.map { cooperatives[Int($0)] }.sorted { $0.region.text < $1.region.text }
    guard let widest = all.first, all.count > 1 else { return all.first }
    let isOneName = found.allSatisfy { letters[Int($0)] == letters[Int(found[0])] }
    guard isOneName, all.allSatisfy({ widest.region.contains($0.region) }) else { return nil }
    let name = CooperativeName.normal(told)
    let named = all.filter { CooperativeName.normal($0.name) == name }
    return (named.isEmpty ? all : named).reduce(nil) { $0?.merged(with: $1) ?? $1 }
  }
}
