import Cases
import ClassifierCore
import Foundation
import Places
import Testing
import Topics

/// Who and where decide nothing about what.
@Suite struct NamesTests {
  static let sentences = [
    "Tabungan ibu saya di koperasi simpan pinjam di {} tidak bisa diambil.", "Simpanan saya di KSP di {} macet.",
    "BPKB saya masih ditahan koperasi di {}.", "Apa syarat mendirikan koperasi di {}?",
    "Pengurus kopdes merah putih di {} tidak terbuka soal uang.", "Koperasi di {} sudah tiga tahun tidak RAT.",
    "Ada koperasi gadungan di {} yang menipu pedagang pasar.",
    "Kami di {} belum dapat tanah untuk gerai koperasi desa.",
    "Bendahara KSP {} membawa lari uang anggota.", "Semoga koperasi di {} makin maju.",
    "usul, pelatihan pengurus koperasi di {} diperbanyak", "warung saya di {} sepi sejak ada minimarket",
    "Pupuk untuk koperasi tani di {} tidak pernah sampai.", "Petugas Dinas Koperasi {} minta uang rokok.",
    "jalan di {} rusak parah", "KUR saya di bank {} ditolak", "Berapa bunga pinjaman LPDB untuk koperasi di {}?",
    "Koperasi kami di {} mau ganti ketua, bagaimana mengurus aktanya?", "Akun simkopdes kami di {} tidak bisa masuk.",
    "Siapa yang mengawasi koperasi di {}?", "saya dari {}, mau tanya cara jadi anggota koperasi",
    "Mohon keringanan angsuran, usaha saya di {} tutup karena banjir.",
    "Di {} koperasi kami dinilai tidak sehat, kenapa?",
    "Anggota koperasi di {} dipaksa menyetor dua kali.", "Kopdes di {} belum punya badan hukum.",
    "gaji pendamping koperasi di {} belum dibayar", "Mohon dicarikan pembeli untuk kopi koperasi {}.",
    "SHU koperasi pegawai di {} tidak dibagi", "Bunga pinjaman KSP di {} terlalu tinggi.",
    "Sebaiknya KSP di {} diperiksa tiap tahun.", "Kantor koperasi di {} tutup tanpa kabar.",
    "Debt collector KSP {} mengancam istri saya.", "Kepala desa di {} mengangkat anaknya jadi ketua kopdes.",
    "Juknis koperasi merah putih belum sampai ke {}.", "info pelatihan koperasi di {} dong",
    "Truk bantuan untuk kopdes {} mogok terus.", "Nomor induk koperasi kami di {} salah tulis.",
    "Toko kami di {} takut buka karena penjarahan.", "Koperasi nelayan {} ditolak pinjaman bank.",
    "Data pribadi saya disebar pinjol yang mengaku koperasi dari {}.",
  ]

  /// What may change with the place, and must not.
  struct Answer: Hashable {
    let topic: TopicCode
    let kind: CaseKind
    let confidence: Double
  }

  @Test(arguments: sentences)
  func noPlaceDecides(sentence: String) throws {
    let classifier = try ClassifierTests.classifier.get()
    let regions = try Gazetteer.shipped().all.filter { $0.level != .province }
    var answers: [Answer: [String]] = [:]
    for (number, region) in regions.enumerated() {
      // With its title, and without.
      let name = number.isMultiple(of: 2) ? region.fullName : region.name
      let report = Report(
        text: sentence.replacing("{}", with: name), channel: .web, receivedAt: Date(timeIntervalSince1970: 0))
      let found = classifier.classify(report)
      answers[Answer(topic: found.topic, kind: found.kind, confidence: found.confidence), default: []].append(name)
    }
    let usual = answers.max { $0.value.count < $1.value.count }?.key
    #expect(answers.filter { $0.key != usual }.isEmpty, "\(sentence)")
    #expect(regions.count == 514)
  }
}
