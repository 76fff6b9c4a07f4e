import Texts

/// What tells cooperatives apart: their names without the words that most of them have.
enum DistinctName {
  /// Words for any cooperative; after one of them a name is expected.
  static let titles = hashes(
    "koperasi koprasi kop ksp kspps kjks usp kud bmt kopkar kopma kopontren kopwan kopdit primkop primkopad primkoppol "
      + "primkopti puskud puskop kpri kpn cu kdmp kdkmp kopdes kopkel kmp kospin kopsyah ksu kopas koppas inkop")

  /// Words that belong to a kind of cooperative, not to one.
  private static let common = hashes(
    "simpan pinjam konsumen produsen jasa serba usaha unit desa kelurahan merah putih syariah pembiayaan pemasaran "
      + "karyawan pegawai negeri republik indonesia primer sekunder wanita mahasiswa pondok pesantren pasar nelayan tani "
      + "peternak kredit credit union baitul maal wat tamwil bersama")

  private static func hashes(_ words: String) -> Set<UInt64> {
    Set(words.split(separator: " ").map { WordHash.of(String($0)) })
  }

  /// The words that are left, by their places in the list; all but the titles where nothing else is.
  static func words(_ list: WordList, _ range: Range<Int>) -> [Int] {
    let own = range.filter { !titles.contains(list.hashes[$0]) }
    let distinct = own.filter { !common.contains(list.hashes[$0]) }
    return distinct.isEmpty ? own : distinct
  }

  /// Whether it is a village's cooperative of the programme: "KDMP Sukamaju" is not "KUD Sukamaju".
  static func isVillages(_ list: WordList, _ range: Range<Int>) -> Bool {
    range.contains { villages.contains(list.hashes[$0]) }
      || range.dropLast().contains { list.hashes[$0] == red && list.hashes[$0 + 1] == white }
  }

  private static let villages = hashes("kdmp kdkmp kopdes kopkel kmp")
  private static let (red, white) = (WordHash.of("merah"), WordHash.of("putih"))
}
