import Texts

/// How people write a name besides its own way: its words shortened ("Bandung Bar."), together ("Tanjungpinang"), or apart
/// ("Labuhan Batu"); see abbreviations.csv.
struct NameVariants: Sendable {
  private let shorts: [String: [String]]

  static let shipped = NameVariants(csv: String(decoding: PackageResources.abbreviations_csv, as: UTF8.self))

  /// - Parameter csv: `word,short` lines under a header, with semicolons between the shorts.
  init(csv: String) {
    shorts = csv.split(whereSeparator: \.isNewline).dropFirst().reduce(into: [:]) { shorts, line in
      let parts = line.split(separator: ",")
      guard parts.count == 2 else { return }
      shorts[String(parts[0])] = parts[1].split(separator: ";").map(String.init)
    }
  }

  /// Another way, and whether it may be everyday words: then it needs a word such as `di` before it.
  typealias Variant = (words: [String], isDoubtful: Bool)

  func of(_ name: [String]) -> [Variant] {
    // Of several words only the first is ever cut, and only where that is plain: "Labuhan Batu Utara".
    let apart = splits(name[0]).filter { name.count == 1 || !$0.isDoubtful }
      .map { (words: $0.words + name.dropFirst(), isDoubtful: $0.isDoubtful) }
    var variants = apart + ([name] + apart.filter { !$0.isDoubtful }.map(\.words)).flatMap(shortened)
    if name.count > 1, name.count < 4 { variants.append((words: [name.joined()], isDoubtful: false)) }
    if name.count > 2 { variants.append((words: [name[0] + name[1]] + name[2...], isDoubtful: false)) }
    return variants
  }

  /// All ways of shortening at least one of several words.
  private func shortened(_ name: [String]) -> [Variant] {
    guard (2...4).contains(name.count) else { return [] }
    var ways: [[String]] = [[]]
    for word in name { ways = ways.flatMap { way in ([word] + (shorts[word] ?? [])).map { way + [$0] } } }
    var variants: [Variant] = ways.dropFirst().prefix(Self.mostWays).map { (words: $0, isDoubtful: false) }
    if let initial = name[0].first { variants.append((words: [String(initial)] + name[1...], isDoubtful: true)) }
    return variants
  }

  private static let mostWays = 60

  /// "gunung kidul"; elsewhere than behind a word that begins names, two halves may be any two words.
  private func splits(_ word: String) -> [Variant] {
    let letters = Array(word)
    guard letters.count >= 8, word.utf8.count == letters.count else { return [] }
    return (4...letters.count - 4).map { cut in
      let halves = [String(letters[..<cut]), String(letters[cut...])]
      return (words: halves, isDoubtful: shorts[halves[0]] == nil && !Self.beginnings.contains(halves[0]))
    }
  }

  private static let beginnings: Set = [
    "sawah", "balik", "karang", "prabu", "palang", "paya", "pulang", "lima", "tasik", "rejang", "tapanuli", "hum",
    "simalung",
    "pakpak", "padang", "serdang", "labuhan", "ternate", "muaro", "muara", "kotawaringin", "kepahiang",
  ]
}
