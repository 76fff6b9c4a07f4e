import Cases
import Testing
import Texts
import TestKit

@Suite struct WordListTests {
  @Test func wordsAreKeptInOrderWithTheirHashes() {
    let words = TextTokens.words("KSP di Kota Surabaya, 2026!")
    #expect(words.texts == ["ksp", "di", "kota", "surabaya", "2026"])
    #expect(words.hashes[2] == WordHash.of("kota"))
    #expect(words.phrase(2..<4) == WordHash.phrase(["kota", "surabaya"].map { WordHash.of($0) }))
    #expect(words.joined(2..<4) == "kota surabaya")
  }

  @Test func lettersBeyondAsciiAreLetters() {
    #expect(TextTokens.words("Kabupatén Gayö—Lues 😭, surabayaaa").texts == ["kabupaten", "gayo", "lues", "surabaya"])
  }
}

@Suite struct PersonalNumbersTests {
  @Test(arguments: [
    ("NIK saya 9999990101900001", "NIK saya [NIK]"), ("nik 9999 9901 0190 0001 ya", "nik [NIK] ya"),
    ("hub 0800-0000-1177", "hub [nomor telepon]"), ("WA 081234567890.", "WA [nomor telepon]."),
    ("+62 812 3456 7890", "[nomor telepon]"), ("6281234567890", "[nomor telepon]"),
    ("3578012345670001 081234567890", "[NIK] [nomor telepon]"),
    ("081234567890-081298765432", "[nomor telepon]-[nomor telepon]"), ("ada 10 081234567890", "ada 10 [nomor telepon]"),
    ("Rp 500.000 081234567890", "Rp 500.000 [nomor telepon]"), ("telp 021-5551234", "telp [nomor telepon]"),
    ("rekening BRI 1234567890", "rekening BRI [nomor rekening]"),
    ("masuk ke rekening, 000-111-2223, milik", "masuk ke rekening, [nomor rekening], milik"),
    ("ke 123-456-7890 itu", "ke [nomor rekening] itu"),
  ])
  func numbersThatIdentifyPeopleAreMasked(text: String, masked: String) {
    #expect(PersonalNumbers.masked(text) == masked)
  }

  @Test(arguments: [
    "NIK koperasi 9900123456789", "Rp200.000", "Rp 1.500.000.000", "1.250.000 rupiah", "tahun 2026", "tgl 2026-03-13",
    "jam 07.30-16.30", "50 juta", "", "nomor laporan 4827 1930 55", "014/KSP-GDS/II/2026", "318 anggota dari 94 KK",
  ])
  func otherNumbersStay(text: String) { #expect(PersonalNumbers.masked(text) == text) }

  @Test func whateverStandsAroundIsKept() {
    var generator = SeededGenerator(seed: 11)
    let parts = ["0812 3456 7890", "9999990101900001", "saldo", "😭", "\n", "é", "rek 12345678901", ",", "12"]
    for _ in 0..<200 {
      let text = (0..<6).map { _ in parts.randomElement(using: &generator) ?? "" }.joined(separator: " x ")
      let masked = PersonalNumbers.masked(text)
      #expect(PersonalNumbers.find(masked).isEmpty)
      #expect(masked.filter { $0 == "😭" || $0 == "é" } == text.filter { $0 == "😭" || $0 == "é" })
    }
  }
}
