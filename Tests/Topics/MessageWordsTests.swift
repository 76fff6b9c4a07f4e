import Testing
import Texts
import Topics

/// What is no case goes to no unit; what is one is never taken for less.
@Suite struct MessageWordsTests {
  @Test(arguments: [
    ("Terima kasih", "terima_kasih"), ("makasih banyak min 🙏", "terima_kasih"),
    ("Suwun mas, wis beres", "terima_kasih"),
    ("Terima kasih, laporan saya sudah selesai.", "terima_kasih"),
    ("Terima kasih pak, simpanan saya di KSP Kota Malang sudah dibayar lunas.", "terima_kasih"), ("halo", "sapaan"),
    ("Assalamualaikum wr wb, selamat pagi pak", "sapaan"),
    ("Laporan saya nomor 4827 1930 59 sudah sampai mana?", "status"),
    ("Cek status laporan 4827193059", "status"), ("bagaimana kelanjutan laporan saya", "status"),
    ("call center koperasi buka sampe jam brp ya? sabtu buka ga", "jam_layanan"),
    ("Apakah call center melayani hari Sabtu?", "jam_layanan"), ("mohon info nomor call center", "nomor_layanan"),
    ("berapa nomor wa hotline kementerian koperasi", "nomor_layanan"),
    ("SEBARKAN pesan ini ke 20 orang, kalau tidak akan kena musibah.", "pesan_massal"),
    ("SELAMAT! Nomor Anda pemenang undian Rp 50 juta. Klik link bit.ly/abc untuk klaim", "pesan_massal"),
    ("Promo pinjaman cepat tanpa jaminan, minat hubungi 0812xxxx", "pesan_massal"),
    ("Forward dari grup sebelah: kuota gratis 50GB untuk semua", "pesan_massal"),
  ])
  func messagesThatAreNoCase(text: String, purpose: String) throws {
    #expect(try Self.purpose(text)?.rawValue == purpose)
  }

  @Test(arguments: [
    "", "Terima kasih jawabannya tapi simpanan saya belum cair", "call center tidak pernah diangkat",
    "koperasi desa kami buka jam berapa?", "laporan saya belum ditanggapi", "halo simpanan saya macet",
    "Terima kasih sebelumnya, bagaimana cara mendirikan koperasi?", "kantor koperasi tutup terus",
    "Selamat pagi, mohon diperiksa KSP di Jember", "Simpanan saya sudah dibayar separuh, sisanya kapan?",
    "Di loket itu petugas meminta terima kasih berupa uang sebelum surat kami sudah selesai ditandatangani",
    "Ada tawaran pinjaman cepat tanpa jaminan yang mengatasnamakan koperasi", "Saya dapat promo undian dari koperasi",
    "Aduan kami: koperasi itu promo pinjaman tanpa jaminan bunga rendah",
    "Ada pinjaman online berkedok koperasi, tanpa jaminan, bunga rendah, mohon ditindak", "Kopdes menjual gas murah",
    "nomor induk koperasi kami salah", "Terima kasih, uang kami hilang dibawa ketua",
  ])
  func casesStayCases(text: String) throws { #expect(try Self.purpose(text) == nil) }

  private static func purpose(_ text: String) throws -> MessagePurpose? {
    let messages = try TopicSetTests.shipped.get().messages
    return messages.purpose(of: TextTokens.words(text), isAsking: text.contains("?"))?.purpose
  }
}
