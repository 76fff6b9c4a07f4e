/// Names of cooperatives, as registry, rules and situations compare them: letters, marks and apostrophes are `TextTokens`'.
package enum CooperativeName {
  /// One writing of a name for all its spellings: lower case, without marks or "koperasi", kinds as they are shortened.
  package static func normal(_ name: String) -> String? {
    var words = TextTokens.words(name).texts.filter { !["koperasi", "kop", "primer"].contains($0) }
    if let (long, short) = kinds.first(where: { words.starts(with: $0.long) && words.count > $0.long.count }) {
      words.replaceSubrange(0..<long.count, with: [short])
    }
    return words.isEmpty ? nil : words.joined(separator: " ")
  }

  /// What tells one cooperative from others, as rules and situations compare it: without the words for its kind, which
  /// people leave out, shorten or write in full ("Koperasi Simpan Pinjam X", "KSP X", "X"). A village's cooperative of the
  /// programme stays one: "KDMP Sukamaju" is not "KUD Sukamaju".
  /// - Returns: the name's own words; nil where it names a kind and nothing else, or nothing at all.
  package static func own(_ name: String) -> String? {
    let list = TextTokens.words(name)
    var words = list.texts[...]
    while let kind = kindWords.first(where: { words.starts(with: $0) }) { words = words.dropFirst(kind.count) }
    guard !words.isEmpty else { return nil }
    return (isVillages(list, list.indices) ? ["kdmp"] + words : Array(words)).joined(separator: " ")
  }

  /// What stands before a name and is none.
  private static let kindWords: [[String]] =
    kinds.map(\.long)
    + [
      ["dan", "pembiayaan", "syariah"], ["pembiayaan", "syariah"], ["merah", "putih"], ["konsumen"], ["produsen"],
      ["jasa"], ["pemasaran"], ["syariah"], ["primer"],
    ] + titleWords.map { [$0] }

  /// The registry writes out what people and rules shorten.
  private static let kinds: [(long: [String], short: String)] = [
    (["simpan", "pinjam", "dan", "pembiayaan", "syariah"], "kspps"), (["simpan", "pinjam"], "ksp"),
    (["serba", "usaha"], "ksu"), (["unit", "desa"], "kud"), (["desa", "merah", "putih"], "kdmp"),
    (["kopdes", "merah", "putih"], "kdmp"), (["kelurahan", "merah", "putih"], "kdmp"),
  ]

  /// Words for any cooperative; after one of them a name is expected.
  package static let titles = Set(titleWords.map { WordHash.of($0) })

  private static let titleWords = [
    "koperasi", "koprasi", "kop", "ksp", "kspps", "kjks", "usp", "kud", "bmt", "kopkar", "kopma", "kopontren", "kopwan",
    "kopdit", "primkop", "primkopad", "primkoppol", "primkopti", "puskud", "puskop", "kpri", "kpn", "cu", "kdmp",
    "kdkmp",
    "kkmp", "kopdes", "kopkel", "kmp", "kospin", "kopsyah", "ksu", "kopas", "koppas", "inkop",
  ]

  /// Words that belong to a kind of cooperative, not to one.
  private static let common = hashes(
    "simpan pinjam konsumen produsen jasa serba usaha unit desa kelurahan merah putih syariah pembiayaan pemasaran "
      + "karyawan pegawai negeri republik indonesia primer sekunder wanita mahasiswa pondok pesantren pasar nelayan tani "
      + "peternak kredit credit union baitul maal wat tamwil bersama")

  private static func hashes(_ words: String) -> Set<UInt64> {
    Set(words.split(separator: " ").map { WordHash.of(String($0)) })
  }

  /// What tells cooperatives apart, without the words that most of them have: by places in the list; all but the titles
  /// where nothing else is.
  package static func distinct(_ list: WordList, _ range: Range<Int>) -> [Int] {
    let own = range.filter { !titles.contains(list.hashes[$0]) }
    let distinct = own.filter { !common.contains(list.hashes[$0]) }
    return distinct.isEmpty ? own : distinct
  }

  /// Whether it is a village's cooperative of the programme: "KDMP Sukamaju" is not "KUD Sukamaju".
  package static func isVillages(_ list: WordList, _ range: Range<Int>) -> Bool {
    range.contains { villages.contains(list.hashes[$0]) }
      || range.dropLast().contains { list.hashes[$0] == red && list.hashes[$0 + 1] == white }
  }

  private static let villages = hashes("kdmp kdkmp kkmp kopdes kopkel kmp")
  private static let (red, white) = (WordHash.of("merah"), WordHash.of("putih"))
}
