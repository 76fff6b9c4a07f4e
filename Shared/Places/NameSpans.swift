package import Texts

/// Names in a text, which tell where and who, and not what about: of places, of persons, of cooperatives.
package enum NameKind: Sendable { case place, person, cooperative }

extension PlaceFinder {
  /// A text's words, and the places that they may name: found once, for whoever asks.
  package struct Found: Sendable {
    package let words: WordList
    let mentions: [Mention]
  }

  /// - Parameter plain: as `PlainLetters` writes it.
  package func find(in plain: String, familiarity: (UInt64) -> Familiarity) -> Found {
    let words = TextTokens.words(plain: plain)
    return Found(words: words, mentions: confirmed(named(in: words, familiarity), words))
  }

  /// The words of names, in their order; a place's title belongs to it, and places side by side are one.
  /// - Parameter bytes: of the text in which the words were found.
  package func names(
    in found: Found, _ bytes: [UInt8], familiarity: (UInt64) -> Familiarity
  ) -> [(range: Range<Int>, kind: NameKind)] {
    var names: [(range: Range<Int>, kind: NameKind)] = []
    var position = 0
    // Where every word begins large, that says nothing.
    let large = found.words.indices.count { isCapitalised($0, found.words, bytes) }
    let familiarity = large * 2 < found.words.count ? { _ in .known } : familiarity
    var mentions = found.mentions.filter(\.isFirm)[...]
    while position < found.words.count {
      if let mention = mentions.first, mention.words.lowerBound <= position {
        mentions.removeFirst()
        addPlace(mention.words, found.words, to: &names)
        position = max(position, mention.words.upperBound)
        continue
      }
      let end = min(mentions.first?.words.lowerBound ?? found.words.count, found.words.count)
      if let place = everydayName(position, before: end, found.words, bytes) {
        addPlace(place, found.words, to: &names)
        position = place.upperBound
      } else if let name = name(after: position, before: end, found.words, bytes, familiarity) {
        names.append(name)
        position = name.range.upperBound
      } else {
        position += 1
      }
    }
    return names
  }

  private func addPlace(_ mention: Range<Int>, _ words: WordList, to names: inout [(range: Range<Int>, kind: NameKind)])
  {
    var start = mention.lowerBound
    let least = names.last?.range.upperBound ?? 0
    while start > least, !words.endsSentence(start - 1),
      !cues[words.hashes[start - 1]].isDisjoint(with: [.province, .regency, .city, .district])
    { start -= 1 }
    if let last = names.last, last.kind == .place, last.range.upperBound == start, start > 0,
      !words.endsSentence(start - 1)
    {
      names[names.count - 1].range = last.range.lowerBound..<mention.upperBound
    } else {
      names.append((start..<mention.upperBound, .place))
    }
  }

  /// "KSP Batu": an everyday word that nothing announces, but that is written like a name, and is one of a kabupaten or kota.
  private func everydayName(_ position: Int, before end: Int, _ words: WordList, _ bytes: [UInt8]) -> Range<Int>? {
    guard position > 0, !words.endsSentence(position - 1), isCapitalised(position, words, bytes) else { return nil }
    for length in stride(from: min(3, end - position), to: 0, by: -1) {
      let range = position..<position + length
      let entries = gazetteer.names[words.phrase(range)]
      if entries.contains(where: { $0.place.depth <= .regency && !$0.isVariant }) { return range }
    }
    return nil
  }

  private func isCapitalised(_ index: Int, _ words: WordList, _ bytes: [UInt8]) -> Bool {
    let source = words.sources[index]
    return source.count > 1 && (0x41...0x5A).contains(bytes[source.lowerBound])
      && (0x61...0x7A).contains(bytes[source.lowerBound + 1])
  }

  /// What is written like a name behind an honorific, or behind what a cooperative is.
  private func name(
    after position: Int, before end: Int, _ words: WordList, _ bytes: [UInt8], _ familiarity: (UInt64) -> Familiarity
  ) -> (range: Range<Int>, kind: NameKind)? {
    guard position > 0, !words.endsSentence(position - 1) else { return nil }
    let before = words.hashes[position - 1]
    let kind: NameKind
    if cues[before].contains(.person) {
      kind = .person
    } else if Self.cooperatives.contains(before) {
      kind = .cooperative
    } else {
      return nil
    }
    var last = position
    while last < end, last < position + Self.longestName, last == position || !words.endsSentence(last - 1),
      isNameLike(last, words, bytes, familiarity)
    { last += 1 }
    return last > position ? (position..<last, kind) : nil
  }

  private func isNameLike(_ index: Int, _ words: WordList, _ bytes: [UInt8], _ familiarity: (UInt64) -> Familiarity)
    -> Bool
  {
    guard isCapitalised(index, words, bytes) else { return false }
    let word = words.hashes[index]
    return cues[word].isEmpty && !Self.offices.contains(word) && familiarity(word) < .frequent
  }

  private static let longestName = 5
  private static let cooperatives = WordHash.set(
    of: """
      koperasi ksp kspps bmt kud cu kopdit kopkar primkop kopontren pinjam usaha putih kdmp kopdes kopkel \
      syariah karyawan pegawai wanita
      """)
  /// "Bapak Menteri" is no name.
  private static let offices = WordHash.set(
    of: """
      menteri bupati kepala ketua camat lurah kades dinas gubernur walikota wali presiden pengurus petugas \
      deputi sekretaris bendahara direktur pimpinan admin manajer guru pengawas simpan pinjam serba desa \
      kelurahan merah putih unit nelayan tani petani karyawan pegawai syariah konsumen produsen jasa usaha \
      wanita mahasiswa sekolah pondok pesantren pasar primer sekunder induk pusat kredit rakyat indonesia
      """)
}
