import Testing
import Texts

/// Whose words: what others say in a text decides nothing.
@Suite struct ReportersWordsTests {
  @Test(arguments: [
    ("Simpanan saya macet: sudah setahun.", "Simpanan saya macet: sudah setahun."),
    ("Operator: Soal KUR?\nPenelepon: Simpanan saya macet.", "Simpanan saya macet."),
    ("Agen: Selamat siang, dari Sleman?\nWarga: Bukan mas, Kota Yogyakarta.", "Bukan mas, Kota Yogyakarta."),
    ("PETUGAS (10.02): Bapak di mana?\nPELAPOR (10.03): Di Jember, simpanan macet", "Di Jember, simpanan macet"),
    ("CS - Rani: KUR atau BPUM?\nBudi: pinjaman KSP saya", "pinjaman KSP saya"),
    (
      "[12/03/26, 10.15.22] Admin Kemenkop: Ketik 1 KDMP\n[12/03/26, 10.16.01] Rudi: simpanan di ksp kudus",
      "simpanan di ksp kudus"
    ),
    ("12/03/26 10.15 - Bot: Pilih menu\n1. KDMP\n2. LPDB\n12/03/26 10.16 - Rudi: simpanan macet", "simpanan macet"),
    ("Dari Tebo. [Petugas: Muaro Jambi, Bu?] Bukan, Tebo.", "Dari Tebo. Bukan, Tebo."),
    ("Uang kami hilang. [Petugas: Di Jember, Pak?] Iya.", "Uang kami hilang. Di Jember, Pak Iya."),
    ("Operator: Di Jember ya Bu? Ibu Rina: Betul. Simpanan macet.", "Di Jember ya Bu Betul. Simpanan macet."),
    ("Tetap tidak cair.\n\n> Dinas Kota Surabaya\n> sudah memeriksa", "Tetap tidak cair."),
    (
      "Tetap tidak cair.\nPada Sen, 2 Mar 2026 pukul 10.15 Kemenkop <a@b.go.id> menulis:\nDinas Kota Surabaya",
      "Tetap tidak cair."
    ),
    (
      "Pada Sen, 2 Mar 2026 Kemenkop <a@b.go.id> menulis:\n> Dinas Kota Surabaya\nTetap tidak cair.",
      "Tetap tidak cair."
    ),
    ("Mohon dibantu, Bu.\n-----Original Message-----\nFrom: A\nSimpanan di Surabaya", "Mohon dibantu, Bu."),
    ("Mohon dibantu, Bu.\nDari: A\nDikirim: Senin\nKepada: B\nPerihal: C\nSimpanan di Surabaya", "Mohon dibantu, Bu."),
    (
      "Dari: A\nKepada: B\nPerihal: Simpanan macet\n\nSimpanan saya di Surabaya",
      "Simpanan macet Simpanan saya di Surabaya"
    ),
    ("Simpanan saya macet.\n--\nBank Jakarta, Gedung Bandung", "Simpanan saya macet."),
    ("Simpanan saya macet.\nDikirim dari iPhone saya", "Simpanan saya macet."),
    (
      "Simpanan saya macet.\nEmail ini rahasia dan hanya untuk penerima yang dituju di Jakarta.", "Simpanan saya macet."
    ),
    ("Ketik 1 untuk KDMP, 2 untuk LPDB\nsimpanan saya macet", "simpanan saya macet"),
    (
      "---------- Forwarded message ---------\nFrom: A\nDate: B\nSubject: C\n\nSimpanan di Surabaya macet",
      "C Simpanan di Surabaya macet"
    ),
    (
      "Tolong bantu tetangga saya.\n---------- Forwarded message ---------\nDari: Siti\nSubjek: uang\n\nSimpanan macet",
      "Tolong bantu tetangga saya uang Simpanan macet"
    ),
    ("Fwd: Keluhan\nMohon diteruskan.\n> SHU tidak dibagi", "Fwd: Keluhan Mohon diteruskan SHU tidak dibagi"),
    ("Uang saya hilang.\nPENAFIAN: Email ini rahasia milik Bank Palembang", "Uang saya hilang."),
    (
      "Operator: Di Kabupaten Jembrana?\nPelapor: Ya. Simpanan saya macet",
      "Di Kabupaten Jembrana Ya Simpanan saya macet"
    ),
    (
      "Satpam bilang: \"Ajukan KUR saja.\" Saya cuma mau sertifikat saya kembali",
      "Satpam bilang Saya cuma mau sertifikat saya kembali"
    ),
    (
      "Menurut petugas, “itu urusan OJK”. Deposito saya di KSP tidak dibayar",
      "Deposito saya di KSP tidak dibayar"
    ),
    ("Saya bilang \"uang saya mana\" tetapi ketua diam saja", "Saya bilang uang saya mana tetapi ketua diam saja"),
    ("KSP \"Maju Jaya\" tidak membayar simpanan kami", "KSP Maju Jaya tidak membayar simpanan kami"),
    ("Menurut saya \"KSP Maju\" di Jember menipu kami", "Menurut saya KSP Maju di Jember menipu kami"),
    (
      "Petugas menjawab tidak tahu. Saya mau \"tarik simpanan\" saja",
      "Petugas menjawab tidak tahu Saya mau tarik simpanan saja"
    ),
    (
      "Kami disuruh menunggu pengurus \"KSP Sejahtera\" sampai sore",
      "Kami disuruh menunggu pengurus KSP Sejahtera sampai sore"
    ),
    (
      "Fwd:Keluhan\nDari: Ani\n\nUang hilang.\nTanggal: 3 Maret saya menabung",
      "Fwd Keluhan Uang hilang Tanggal 3 Maret saya menabung"
    ),
    ("Kronologi: petugas KSP datang", "Kronologi: petugas KSP datang"),
    ("Petugas KSP: jahat semua", "Petugas KSP: jahat semua"),
  ])
  func onlyTheReportersCount(text: String, own: String) {
    #expect(TextTokens.words(ReportersWords.of(text)).texts == TextTokens.words(own).texts)
  }
}
