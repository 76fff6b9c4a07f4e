import Cases
import Texts

extension Gazetteer {
  /// The provinces, kabupaten and kota that somebody may mean who types a place's name and nothing else: `Surabaya`,
  /// `kab. Bandung`, `Kota Malang, Jawa Timur`.
  /// - Returns: in the order of their codes; one where the name says enough.
  package func named(_ typed: String) -> [Region] {
    let parts = typed.split(separator: ",", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return [] }
    let words = TextTokens.words(first)
    let level = words.count > 1 ? Self.titles[words[0]] : nil
    let start = level == nil ? 0 : 1
    guard start < words.count else { return [] }
    var found = names[words.phrase(start..<words.count)].compactMap { self[$0.place.code] }
    if let level { found = found.filter { $0.level == level } }
    if parts.count > 1, let province = named(parts[1]).first(where: { $0.level == .province }) {
      found = found.filter { $0.code.province == province.code }
    }
    return found.sorted { $0.code < $1.code }
  }

  private static let titles: [String: Region.Level] = [
    "kota": .city, "kodya": .city, "kotamadya": .city, "kabupaten": .regency, "kab": .regency, "provinsi": .province,
    "prov": .province, "propinsi": .province,
  ]
}
