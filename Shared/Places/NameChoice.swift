/// Which of the places of one name are meant, as the word before tells.
struct NameChoice {
  static let titles: Cues.Roles = [.announces, .toward, .province, .regency, .city, .district, .village]

  let title: Cues.Roles
  /// Whether the name is an everyday word too, by a list.
  let isEveryday: Bool
  let familiarity: PlaceFinder.Familiarity

  /// Those that the title fits; without one the highest in rank: a kabupaten before a village of its name.
  func candidates(_ entries: [NameIndex.Entry]) -> [PlaceCode] {
    let isAnnounced = !title.isDisjoint(with: Cues.Roles.titles)
    // "KSP Tulung Agung": a cooperative has its place's name, written apart.
    let possible = entries.filter { entry in
      isAnnounced || !entry.isCommonWord || (entry.isVariant && title.contains(.cooperative))
    }.map(\.place)
    let titled = possible.filter { title.contains($0.title) && ($0.depth != .village || familiarity < .frequent) }
    if !titled.isEmpty { return titled }
    switch possible.map(\.depth).min() {
    case .province, .regency: return possible.filter { $0.depth < .district }
    case .district: return isEveryday ? [] : possible.filter { $0.depth == .district }
    case .village:
      // "Sukamaju" is a village in dozens of kabupaten: without its title a village counts where there is one only.
      let isOne = Set(possible.map { $0.above(.regency) }).count == 1
      return isAnnounced && isOne && familiarity == .unknown && !isEveryday ? possible : []
    case nil: return []
    }
  }
}

extension PlaceCode {
  /// Numbers of a kota begin at 71.
  var isCity: Bool { depth == .regency && digits / 1_000_000 % 100 >= 71 }

  var title: Cues.Roles {
    switch depth {
    case .province: .province
    case .regency: isCity ? .city : .regency
    case .district: .district
    case .village: .village
    }
  }
}
