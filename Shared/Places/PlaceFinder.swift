import Texts

/// Finds the places that a text names.
package struct PlaceFinder: Sendable {
  let gazetteer: Gazetteer
  let cues = Cues.shipped

  /// How many places are known.
  package var count: Int { gazetteer.all.count + gazetteer.deeperCount }

  package init(_ gazetteer: Gazetteer) { self.gazetteer = gazetteer }

  /// A place's name in a text, and which places it may mean.
  struct Mention: Equatable {
    let words: Range<Int>
    let name: String
    /// Those that the words around it speak for.
    var candidates: [PlaceCode]
    /// Further places of that name, such as the kecamatan beside a kota.
    let alternatives: [PlaceCode]
    /// How much the words around it make it the place the report is about.
    var weight: Int
    /// Whether a title or a word such as `di` says that it is a place.
    let isAnnounced: Bool
    /// Whether it says where members live, not where the cooperative is.
    var isOfMembers: Bool
    /// Whether all of the place is meant.
    let isWhole: Bool
    /// Whether something says that it is a place at all: a kecamatan's bare name may be anything.
    var isFirm = true
    /// The name as it was meant, where it was misspelled.
    var correction: String?
  }

  /// How well a word is known to those who write: a name of one place is rare, a slip of the pen unknown.
  package enum Familiarity: Comparable {
    case unknown, known, frequent
  }

  /// All names of places, before the words around them are weighed.
  func named(in words: WordList, _ familiarity: (UInt64) -> Familiarity) -> [Mention] {
    var mentions: [Mention] = []
    var position = 0
    while position < words.count {
      // "Koperasi Desa Merah Putih" is a programme; there are villages called so too.
      if words.hashes[position] == Self.red, position + 1 < words.count, words.hashes[position + 1] == Self.white {
        position += 2
        continue
      }
      let abroad = ForeignNames.shipped.length(in: words, at: position)
      if abroad > 0, title(words, position, familiarity).isDisjoint(with: [.regency, .district, .village]) {
        position += abroad
        continue
      }
      // What is right behind a name belongs to it, or is another: no slip of the pen.
      let isBehindName =
        mentions.last?.words.upperBound == position && position > 0 && !words.endsSentence(position - 1)
      guard let mention = mention(in: words, at: position, mayBeSlip: !isBehindName, familiarity) else {
        position += 1
        continue
      }
      if !isAppointee(mention, words, familiarity) { mentions.append(mention) }
      position = mention.words.upperBound
    }
    return mentions
  }

  private static let (red, white) = (WordHash.of("merah"), WordHash.of("putih"))

  private func mention(
    in words: WordList, at position: Int, mayBeSlip: Bool, _ familiarity: (UInt64) -> Familiarity
  ) -> Mention? {
    let longest = min(gazetteer.names.longest(startingWith: words.hashes[position]), words.count - position)
    guard longest > 0 || position > 0 else { return nil }
    let title = title(words, position, familiarity)
    // "Pak Bima" is a man.
    if title.contains(.person) { return nil }
    let lengths = Array(stride(from: longest, to: 0, by: -1))
    // "Kota Banjar, Jawa Barat": the title's kind comes before the longer name, which is a village's.
    let kinds = title.intersection([.province, .regency, .city, .district])
    let titled = lengths.filter { length in
      !kinds.isEmpty
        && gazetteer.names[words.phrase(position..<position + length)].contains { kinds.contains($0.place.title) }
    }
    for length in titled + lengths {
      let range = position..<position + length
      let entries = gazetteer.names[words.phrase(range)]
      guard !entries.isEmpty, !isTitled(words, range) else { continue }
      if let slip = slipInLonger(range, words, title, familiarity) { return slip }
      let isShort = words.range(position).count < 4
      let choice = NameChoice(
        title: title, isEveryday: EverydayNames.shipped.contains(words, range),
        familiarity: length > 1 ? .unknown : isShort ? .frequent : familiarity(words.hashes[position]))
      let candidates = ofTitle(title, choice.candidates(entries))
      guard !candidates.isEmpty else { continue }
      if let (ofKind, whole) = ofKindBehind(range, words, candidates) {
        return mention(words, whole, ofKind, entries, title)
      }
      let longer = isCutOff(range, words, familiarity) ? gazetteer.longerNames(than: words.phrase(range)) : []
      return mention(words, range, candidates + longer.filter { !candidates.contains($0) }, entries, title)
    }
    guard mayBeSlip else { return nil }
    let known = familiarity(words.hashes[position])
    guard known < .frequent, !Self.directions.contains(words.hashes[position]) else { return nil }
    return misspelled(words, position, title, isKnown: known == .known)
  }

  /// They end names, and begin none.
  static let directions = WordHash.set(of: "barat timur utara selatan tengah tenggara daya laut")

  /// "Kab. Bdg": a short form that stands for the city alone means the kabupaten of the city's name behind its title.
  private func ofTitle(_ title: Cues.Roles, _ candidates: [PlaceCode]) -> [PlaceCode] {
    let kind = title.intersection([.regency, .city])
    guard !kind.isEmpty, !candidates.isEmpty,
      candidates.allSatisfy({ $0.depth == .regency && !kind.contains($0.title) })
    else { return candidates }
    let twins = candidates.flatMap { place -> [PlaceCode] in
      let name = TextTokens.words(gazetteer[place.code]?.name ?? "")
      return gazetteer.names[name.phrase(name.indices)].map(\.place).filter { kind.contains($0.title) }
    }
    return twins.isEmpty ? candidates : twins
  }

  /// "Pekalongan kota" is the city too; in "Malang, Kota Batu" the title belongs to the next name.
  private func ofKindBehind(
    _ range: Range<Int>, _ words: WordList, _ candidates: [PlaceCode]
  ) -> (places: [PlaceCode], range: Range<Int>)? {
    let end = range.upperBound
    guard end < words.count, !words.endsSentence(end - 1) else { return nil }
    let title = cues[words.hashes[end]].intersection([.city, .regency])
    let ofKind = candidates.filter { title.contains($0.title) }
    guard !title.isEmpty, !ofKind.isEmpty else { return nil }
    let isOfNext = (1...3).contains { length in
      end + length < words.count
        && gazetteer.names[words.phrase(end + 1..<end + 1 + length)].contains { title.contains($0.place.title) }
    }
    return isOfNext ? nil : (ofKind, range.lowerBound..<end + 1)
  }

  /// Whether a word that nobody knows stands right behind a name, as in "Luwu Tmr": perhaps it belongs to it.
  private func isCutOff(_ range: Range<Int>, _ words: WordList, _ familiarity: (UInt64) -> Familiarity) -> Bool {
    let next = range.upperBound
    guard next < words.count, next < words.sources.count, !words.endsSentence(next - 1) else { return false }
    let gap = words.sources[next].lowerBound - words.sources[next - 1].upperBound
    return gap == 1 && gazetteer.names.longest(startingWith: words.hashes[next]) == 0
      && words.range(next).count <= Self.longestShort && cues[words.hashes[next]].isEmpty
      && familiarity(words.hashes[next]) == .unknown
  }

  private static let longestShort = 6

  /// "Kota Padang" is the city, though there is a kecamatan of that name.
  private func isTitled(_ words: WordList, _ range: Range<Int>) -> Bool {
    guard range.count > 1 else { return false }
    let title = cues[words.hashes[range.lowerBound]].intersection([.city, .regency])
    return !title.isEmpty
      && gazetteer.names[words.phrase(range.dropFirst())].contains { title.contains($0.place.title) }
  }

  /// What the word before says; in "di Passo Baguala" it is the one before that.
  private func title(_ words: WordList, _ position: Int, _ familiarity: (UInt64) -> Familiarity) -> Cues.Roles {
    guard position > 0 else { return [] }
    let last = cues[words.hashes[position - 1]]
    guard last.isEmpty, position > 1, words.mark(after: position - 2) == .none else { return last }
    // "Ibu Sri Rembang", "Mas Bagus Jombang" are persons, too; "Pak Bupati Jombang" is a place's.
    let before = cues[words.hashes[position - 2]]
    if familiarity(words.hashes[position - 1]) < .frequent {
      return before.intersection([.announces, .toward, .person])
    }
    return Self.givenNames.contains(words.hashes[position - 1]) ? before.intersection(.person) : last
  }

  /// Names of persons that are everyday words too.
  private static let givenNames = WordHash.set(
    of:
      """
      bagus agus budi sri dewi cahya cahyo wahyu eko dwi tri adi joko slamet selamet sugeng untung indah ayu putri putra bayu surya \
      fajar guntur intan permata wulan ratna mega bunga melati kartika rahmat hidayat nur cahaya iman hasan ali umar usman yusuf \
      ahmad muhammad siti endang wati yanti asih lestari setia setiawan jaya agung gede made wayan nyoman ketut putu
      """)

  /// "Agus Jombang, ketua KSP": who stands at a sentence's beginning with an office behind is a man.
  private func isAppointee(_ mention: Mention, _ words: WordList, _ familiarity: (UInt64) -> Familiarity) -> Bool {
    let (start, end) = (mention.words.lowerBound, mention.words.upperBound)
    guard !mention.isAnnounced, start > 0, end < words.count, words.mark(after: end - 1) == .pause,
      Self.posts.contains(words.hashes[end]), cues[words.hashes[start - 1]].isEmpty,
      familiarity(words.hashes[start - 1]) < .frequent || Self.givenNames.contains(words.hashes[start - 1])
    else { return false }
    return start == 1 || words.endsSentence(start - 2)
  }

  private static let posts = WordHash.set(
    of: "ketua wakil manajer manager bendahara sekretaris pengurus pimpinan direktur pemilik kasir pengawas karyawan")

  func mention(
    _ words: WordList, _ range: Range<Int>, _ candidates: [PlaceCode], _ entries: [NameIndex.Entry],
    _ title: Cues.Roles
  ) -> Mention {
    Mention(
      words: range, name: words.joined(range), candidates: candidates,
      alternatives: title.isDisjoint(with: [.province, .regency, .city, .district, .village])
        ? entries.map(\.place).filter { !candidates.contains($0) } : [],
      weight: 0,
      isAnnounced: !title.isDisjoint(with: Cues.Roles.titles), isOfMembers: false, isWhole: title.contains(.whole))
  }

  /// A kecamatan's bare name counts where `di` stands before it, or its kabupaten beside it.
  func confirmed(_ mentions: [Mention], _ words: WordList) -> [Mention] {
    mentions.indices.map { index in
      var mention = mentions[index]
      mention.isFirm = isFirm(index, mentions, words)
      return mention
    }
  }

  private func isFirm(_ index: Int, _ mentions: [Mention], _ words: WordList) -> Bool {
    let mention = mentions[index]
    guard mention.candidates.allSatisfy({ $0.depth > .regency }), !mention.isAnnounced else { return true }
    if startsWithItsRegency(mention, words) { return true }
    return [index - 1, index + 1].contains { near in
      guard mentions.indices.contains(near) else { return false }
      let other = mentions[near]
      let gap = max(
        other.words.lowerBound - mention.words.upperBound, mention.words.lowerBound - other.words.upperBound)
      return gap <= 1
        && other.candidates.contains { wide in mention.candidates.contains { wide != $0 && wide.contains($0) } }
    }
  }

  /// "Medan Belawan" names its kota too.
  private func startsWithItsRegency(_ mention: Mention, _ words: WordList) -> Bool {
    let first = gazetteer.names[words.phrase(mention.words.prefix(1))].map(\.place).filter { $0.depth == .regency }
    return mention.words.count > 1 && first.contains { wide in mention.candidates.contains { wide.contains($0) } }
  }
}
