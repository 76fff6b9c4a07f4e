import Texts

extension PlaceFinder {
  /// The cooperative's place counts, not the writer's, the ministry's or the members': the words around tell which
  /// it is.
  func weighed(
    _ mentions: [Mention], _ words: WordList, _ isBusiness: Bool, _ familiarity: (UInt64) -> Familiarity
  ) -> [Mention] {
    var weighed: [Mention] = []
    let signature = signature(words)
    for (index, mention) in mentions.enumerated() {
      var mention = mention
      let before = index == 0 ? nil : mentions[index - 1]
      let start = before?.words.upperBound ?? 0
      mention.weight = weight(words, mention.words, from: start, familiarity)
      if isBusiness, near(mention.words, words, from: start, within: 6, .office) { mention.weight -= 6 }
      // Who begins with a place says where the matter is.
      let isWriters = isWriters(mention.words.lowerBound, words)
      if isWriters { mention.weight -= 4 }
      if index == 0, mention.isAnnounced, mention.words.lowerBound < 12, mention.weight <= 2, !isWriters {
        mention.weight += 3
      }
      if let signature, mention.words.lowerBound > signature { mention.weight = Self.home }
      // A name that is in several provinces says little.
      if Set(mention.candidates.map { $0.above(.province) }).count > 1 { mention.weight -= 4 }
      mention.isOfMembers = near(mention.words, words, from: start, within: 7, .members)
      if let last = weighed.last, joins(last, mention.words, words) {
        mention.weight = max(mention.weight, last.weight)
        mention.isOfMembers = mention.isOfMembers || last.isOfMembers
      }
      weighed.append(mention)
    }
    return weighed.enumerated().map { index, mention in
      var mention = mention
      if mention.isOfMembers || mention.isWhole { mention.weight -= 2 }
      // Villages without their title: there are too many names.
      if mention.candidates.allSatisfy({ $0.depth == .village }), !isTitled(mention.words, words) {
        mention.weight -= 3
      }
      if isDenied(mention.words, words) { mention.weight = Self.denied }
      if isLeft(index, weighed, words) { mention.weight = Self.denied }
      if isRangeEnd(index, weighed, words) { (mention.weight, mention.isOfMembers) = (Self.denied, true) }
      return mention
    }
  }

  /// Where the writer lives: it decides nothing, however it is told.
  private static let home = -14
  /// Less than any place that somebody names for a reason.
  static let denied = -20

  private func weight(
    _ words: WordList, _ range: Range<Int>, from start: Int, _ familiarity: (UInt64) -> Familiarity
  ) -> Int {
    let position = range.lowerBound
    var weight = 0
    if position > 0 {
      let roles = cues[words.hashes[position - 1]]
      if !roles.isDisjoint(with: Cues.Roles.titles.subtracting([.toward, .village])) { weight += 2 }
      if roles.contains(.toward) { weight += 1 }
      if roles.contains(.dish) { weight -= 6 }
    }
    if isAddress(words, position) { return weight - 8 }
    var between = 0
    for distance in 1...8 where position - distance >= start {
      let index = position - distance
      let roles = cues[words.hashes[index]]
      if roles.contains(.cooperative) {
        if isHome(index, words) { return Self.home }
        if index > 0, words.hashes[index - 1] == Self.office, isReportedTo(index - 1, words) { return weight - 4 }
        let isMinistry = index > 0 && cues[words.hashes[index - 1]].contains(.ministry)
        guard isMinistry else { return weight + (between <= 1 ? 4 : 2) }
        return distance <= 2 ? weight - 8 : weight
      }
      // A cooperative's own name may stand between.
      if roles.isDisjoint(with: Cues.Roles.titles), familiarity(words.hashes[index]) == .frequent { between += 1 }
      if roles.contains(.ministry), distance <= 4 { return weight - 4 }
      // Whose place of work has a cooperative means that place.
      let isWorkplace = index > 1 && (words.hashes[index - 1] == Self.place || words.hashes[index - 2] == Self.place)
      if roles.contains(.home), distance <= 4, !isWorkplace { return Self.home }
      if roles.contains(.writer), distance <= 4 { return weight - 4 }
    }
    return weight
  }

  /// "Alamat saya di Kota Bitung"
  private func isHome(_ index: Int, _ words: WordList) -> Bool {
    Self.homes.contains(words.hashes[index]) && index + 1 < words.count
      && Self.writers.contains(words.hashes[index + 1])
  }

  /// "Sudah melapor ke Dinas Koperasi Kota Bitung"
  private func isReportedTo(_ office: Int, _ words: WordList) -> Bool {
    words.hashes[max(0, office - 3)..<office].contains(where: Self.reports.contains)
  }

  private static let reports = WordHash.set(
    of: "lapor melapor dilaporkan melaporkan laporan mengadu ngadu diadukan mengadukan adukan surat bersurat menyurati")
  private static let homes = WordHash.set(of: "alamat")
  private static let office = WordHash.of("dinas")

  /// Where a letter's end begins, "Hormat saya, ..."; nil where none is, or what follows names a cooperative.
  private func signature(_ words: WordList) -> Int? {
    let earliest = max(Self.shortestLetter, words.count - Self.longestSignature)
    guard earliest < words.count else { return nil }
    let closing = (earliest..<words.count).last { index in
      let next = index + 1 < words.count ? words.hashes[index + 1] : 0
      if words.hashes[index] == Self.respectfully { return Self.writers.contains(next) }
      // "Salam dari Kepulauan Seribu" tells of the place; "salam sejahtera" begins a letter.
      return Self.closings.contains(words.hashes[index]) && !Self.greetings.contains(next)
        && (words.mark(after: index) != .none || words.mark(after: index - 1) != .none)
    }
    guard let closing, !words.hashes[closing...].contains(where: Self.cooperatives.contains) else { return nil }
    return closing
  }

  private static let (shortestLetter, longestSignature) = (4, 30)
  private static let closings = WordHash.set(of: "salam wassalam wasalam wassalamualaikum wassalamu ttd tertanda")
  private static let greetings = WordHash.set(
    of: "dari sejahtera hormat sehat pagi siang sore malam untuk kepada pak bapak bu ibu")
  private static let respectfully = WordHash.of("hormat")
  private static let cooperatives = WordHash.set(
    of:
      "koperasi ksp kspps kopdes kdmp kdkmp kopkel bmt kud kopkar primkop koprasi koperasinya kspnya simpanan tabungan")

  /// "Pindah dari Tegal ke Brebes"
  private func isLeft(_ index: Int, _ mentions: [Mention], _ words: WordList) -> Bool {
    guard mentions.indices.contains(index + 1) else { return false }
    let (start, next) = (mentions[index].words.lowerBound, mentions[index + 1].words.lowerBound)
    let before = words.hashes[max(0, start - 4)..<start]
    return next - mentions[index].words.upperBound <= 3 && before.contains(Self.from)
      && before.contains(where: Self.moves.contains)
      && words.hashes[mentions[index].words.upperBound..<next].contains(Self.to)
  }

  private static let (from, to) = (WordHash.of("dari"), WordHash.of("ke"))
  private static let moves = WordHash.set(of: "pindah pindahan berpindah dipindah dipindahkan pindahnya")

  private func near(_ range: Range<Int>, _ words: WordList, from start: Int, within reach: Int, _ role: Cues.Roles)
    -> Bool
  {
    (max(start, range.lowerBound - reach)..<range.lowerBound).contains { cues[words.hashes[$0]].contains(role) }
  }

  /// "Saya warga Kota Bekasi", "kami dari Sleman": it says of the writer where, and counts where nothing else is named.
  private func isWriters(_ position: Int, _ words: WordList) -> Bool {
    var index = position - 1
    while index > 0, !cues[words.hashes[index]].isDisjoint(with: Cues.Roles.titles.subtracting(.announces)) {
      index -= 1
    }
    return index > 0 && Self.belonging.contains(words.hashes[index]) && Self.writers.contains(words.hashes[index - 1])
  }

  private static let belonging = WordHash.set(of: "warga orang asal asli wong urang penduduk")
  private static let writers = WordHash.set(of: "saya sy kami aku gw gue ulun abdi beta awak kulo kula sa ambo")

  private func isTitled(_ range: Range<Int>, _ words: WordList) -> Bool {
    range.lowerBound > 0 && cues[words.hashes[range.lowerBound - 1]].contains(.village)
  }

  /// "Ambon dan Fakfak", "Makassar, Bitung, Ambon": the next is one more of the same.
  private func joins(_ last: Mention, _ next: Range<Int>, _ words: WordList) -> Bool {
    let between = last.words.upperBound..<next.lowerBound
    if between.isEmpty || (last.isOfMembers && between.count == 1) { return true }
    return between.count <= 2 && between.contains { cues[words.hashes[$0]].contains(.joins) }
  }

  /// The head of a letter: "Kepada Yth. ... di Jakarta".
  private func isAddress(_ words: WordList, _ position: Int) -> Bool {
    for index in (max(0, position - 14)..<position).reversed() where position < 20 {
      if words.hashes[index] == Self.dear { return true }
      if Self.endOfAddress.contains(words.hashes[index]) { return false }
    }
    return false
  }

  private static let place = WordHash.of("tempat")
  private static let dear = WordHash.of("yth")
  private static let endOfAddress = WordHash.set(of: "hormat kami saya selamat warga")

  /// "bukan Depok", "bukan di Kota Bogor", within one sentence; "Jember, bukan pengurus" denies nothing.
  private func isDenied(_ range: Range<Int>, _ words: WordList) -> Bool {
    // "Palembang... bukan, koperasinya di Lahat": who stops at the word takes back what was said.
    let next = range.upperBound
    if next < words.count, cues[words.hashes[next]].contains(.not), words.mark(after: next) != .none { return true }
    for index in stride(from: range.lowerBound - 1, through: max(0, range.lowerBound - Self.mostTitles), by: -1) {
      guard index >= 0, !words.endsSentence(index) else { return false }
      let roles = cues[words.hashes[index]]
      if roles.contains(.not) { return words.mark(after: index) == .none }
      if roles.contains(.notIn) {
        guard words.mark(after: index) == .none else { return false }
        return cues[words.hashes[index + 1]].contains(.announces) || Self.lying.contains(words.hashes[index + 1])
          // "KSP-nya tidak ada di Klaten"; pupuk may be missing there.
          || (words.hashes[index + 1] == Self.exists && index > 0 && Self.its.contains(words.hashes[index - 1]))
      }
      let mayStandBetween =
        !roles.isDisjoint(with: Cues.Roles.titles.union(.cooperative)) || Self.between.contains(words.hashes[index])
      guard mayStandBetween else { return false }
    }
    return false
  }

  /// "bukan yang di", "bukan lagi di", "bukan berada di".
  private static let between = WordHash.set(of: "yang yg sing nu lagi berada berkantor terletak ada itu cabang")
  private static let lying = WordHash.set(of: "berada berkantor terletak berlokasi beralamat berdomisili")
  private static let exists = WordHash.of("ada")
  private static let its = WordHash.set(of: "nya kspnya koperasinya kantornya kopdesnya")
  /// How many words may stand between "bukan" and the name: "bukan yang di Kabupaten".
  private static let mostTitles = 4

  /// "Aceh sampai Papua" is neither.
  private func isRangeEnd(_ index: Int, _ mentions: [Mention], _ words: WordList) -> Bool {
    func isRange(_ first: Int, _ second: Int) -> Bool {
      guard mentions.indices.contains(first), mentions.indices.contains(second) else { return false }
      let between = mentions[first].words.upperBound..<mentions[second].words.lowerBound
      return between.count <= 2 && between.contains { cues[words.hashes[$0]].contains(.range) }
    }
    return isRange(index - 1, index) || isRange(index, index + 1)
  }
}
