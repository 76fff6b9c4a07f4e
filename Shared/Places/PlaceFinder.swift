package import Cases

/// Finds the places that a text names.
package struct PlaceFinder: Sendable {
  private let gazetteer: Gazetteer

  package init(_ gazetteer: Gazetteer) { self.gazetteer = gazetteer }

  /// A place's name in a text, and which places it may mean.
  package struct Mention: Sendable, Equatable {
    package let name: String
    package let candidates: [RegionCode]
    /// How much the words around it make it the place the report is about.
    package let weight: Int
  }

  package func mentions(in words: [String]) -> [Mention] {
    var mentions: [Mention] = []
    var position = 0
    while position < words.count {
      guard let (length, mention) = longest(in: words, at: position) else {
        position += 1
        continue
      }
      mentions.append(mention)
      position += length
    }
    return mentions
  }

  private func longest(in words: [String], at position: Int) -> (Int, Mention)? {
    for length in stride(from: min(gazetteer.longestName, words.count - position), to: 0, by: -1) {
      let name = words[position..<position + length].joined(separator: " ")
      guard let known = gazetteer.names[name] else { continue }
      let isPlace = position > 0 && Self.announces.contains(words[position - 1])
      let candidates = known.filter { isPlace || !$0.isCommonWord }.map(\.code)
      guard !candidates.isEmpty else { continue }
      return (length, Mention(name: name, candidates: candidates, weight: weight(words, position)))
    }
    return nil
  }

  /// The cooperative's place counts, not the writer's: words before the name tell which it is.
  private func weight(_ words: [String], _ position: Int) -> Int {
    let before = words[max(0, position - 6)..<position]
    var weight = 0
    if let last = before.last, Self.announces.contains(last) { weight += 2 }
    if let last = before.last, Self.dishes.contains(last) { weight -= 6 }
    if before.contains(where: Self.cooperative.contains) { weight += 2 }
    if before.suffix(4).contains(where: Self.writer.contains) { weight -= 3 }
    return weight
  }

  private static let announces: Set = [
    "di", "dari", "ke", "asal", "daerah", "wilayah", "kota", "kab", "kabupaten", "kec", "kecamatan", "prov",
    "provinsi", "nang", "ning", "neng", "sekitar", "area", "dr", "d", "wonten", "pulau",
  ]
  private static let cooperative: Set = [
    "koperasi", "ksp", "kantor", "kantornya", "kdmp", "kopdes", "kopkel", "pusatnya", "cabang", "unit", "gerai",
    "kecamatan", "kec", "desa", "kelurahan", "usaha", "toko",
  ]
  private static let writer: Set = [
    "kerja", "bekerja", "tinggal", "domisili", "berdomisili", "merantau", "kuliah", "rantau", "ktp", "pindah",
  ]
  private static let dishes: Set = ["nasi", "soto", "sate", "rendang", "pempek", "batik", "bakso", "kopi", "bank"]
}

/// Which place a report is about.
package struct PlaceFinding: Sendable, Equatable {
  /// As deep as it is known; nil where nothing decides between several provinces.
  package var region: RegionCode?
  /// What else was meant perhaps.
  package var candidates: [RegionCode] = []
  package var clues: [Clue] = []
  package var contradictions: [String] = []

  package init(region: RegionCode? = nil) { self.region = region }
}

extension PlaceFinder {
  /// Joins what the form says with what the text names. The form wins; the text may only be more exact.
  package func place(form: RegionCode?, words: [String]) -> PlaceFinding {
    let mentions = mentions(in: words)
    let fromText = decide(mentions)
    guard let form else { return fromText }
    var finding = PlaceFinding(region: form)
    finding.clues = [Clue(found: "form: region", meaning: gazetteer.describe(form))]
    let inside = mentions.flatMap(\.candidates).filter { form.contains($0) && $0 != form }
    if let deeper = inside.first, Set(inside).count == 1 {
      finding.region = deeper
      finding.clues += fromText.clues
    } else if let told = fromText.region, !form.contains(told), !told.contains(form) {
      finding.contradictions = [
        "the form says \(gazetteer.describe(form)), the text names \(gazetteer.describe(told))"
      ]
    }
    return finding
  }

  /// The weightiest mention counts; the others may decide between its candidates.
  private func decide(_ mentions: [Mention]) -> PlaceFinding {
    guard let best = mentions.enumerated().max(by: { ($0.1.weight, -$0.0) < ($1.1.weight, -$1.0) })?.1 else {
      return PlaceFinding()
    }
    var candidates = best.candidates
    for other in mentions where other != best {
      let narrowed = candidates.filter { candidate in other.candidates.contains { $0.contains(candidate) } }
      let deepened = other.candidates.filter { deeper in candidates.contains { $0.contains(deeper) } }
      if !narrowed.isEmpty, narrowed.count < candidates.count {
        candidates = narrowed
      } else if candidates.allSatisfy({ $0.province == $0 }), !deepened.isEmpty {
        candidates = deepened
      }
    }
    var finding = PlaceFinding()
    finding.clues = [
      Clue(found: best.name, meaning: candidates.map { gazetteer.describe($0) }.joined(separator: " or "))
    ]
    if candidates.count == 1 {
      finding.region = candidates[0]
    } else {
      finding.candidates = candidates
      if Set(candidates.map(\.province)).count == 1 { finding.region = candidates[0].province }
    }
    return finding
  }
}
