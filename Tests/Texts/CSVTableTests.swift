import Testing
import Texts

@Suite struct CSVTableTests {
  @Test(arguments: [
    "name,region\n\"A\nB\",33\n\n\"C, \"\"D\"\"\",34\n",
    "\u{FEFF}name;region\r\n\"A\r\nB\";33\r\n\r\n\"C, \"\"D\"\"\";34",
    "name\tregion\n\"A\nB\"\t33\n \n\"C, \"\"D\"\"\"\t34\n",
  ])
  func rowsKnowTheLineTheyBeginOn(text: String) throws {
    let csv = try CSVTable(text, file: "k.csv")
    #expect(csv.header == ["name", "region"])
    #expect(csv.rows.map(\.line) == [2, 5])
    #expect(csv.rows.map { csv.field("name", of: $0).replacing("\r\n", with: "\n") } == ["A\nB", "C, \"D\""])
    #expect(csv.rows.map { csv.field("region", of: $0) } == ["33", "34"])
    #expect(csv.field("nik", of: csv.rows[0]).isEmpty)
  }

  @Test(arguments: [
    ("name,region\nA,33\n\"B,34\n", "k.csv:3: found a quote"),
    ("name,region\n\"A\nB\",33\nC,34,35\n", "k.csv:4: found 3"),
    ("\n\n", "k.csv:1: found nothing"),
  ])
  func aWrongLineIsNamed(text: String, hint: String) {
    #expect { try CSVTable(text, file: "k.csv") } throws: { "\($0)".hasPrefix(hint) }
  }
}

@Suite struct CooperativeNameTests {
  @Test(arguments: [
    "KSP Café Ma'arif", "KSP Cafe\u{301} Ma’arif", "ksp CAFÉ ma\u{2BC}arif", "Koperasi Simpan Pinjam \"Café Ma`arif\"",
    "KOPERASI  SIMPAN PINJAM Caf\u{E9} Ma\u{2019}arif", "K\u{200B}SP Café Ma'arif",
  ])
  func spellingsAreOneName(name: String) { #expect(CooperativeName.normal(name) == "ksp cafe ma arif") }

  @Test(arguments: [
    "KSP Sejahtera Bersama", "Koperasi Simpan Pinjam Sejahtera Bersama", "Sejahtera Bersama",
    "KOPERASI KONSUMEN \"Sejahtera-Bersama\"", "kspps sejahtera bersama",
    "Koperasi Serba Usaha (KSU) Sejahtera Bersama",
  ])
  func theKindIsNoPartOfAName(name: String) {
    #expect(CooperativeName.own(name) == "sejahtera bersama")
    #expect(CooperativeName.own(CooperativeName.normal(name) ?? "") == "sejahtera bersama")
  }

  @Test(arguments: [
    "KDMP Sukamaju", "Koperasi Desa Merah Putih Sukamaju", "Kopdes Merah Putih Sukamaju", "KDKMP Sukamaju",
    "Koperasi Kelurahan Merah Putih Sukamaju", "Kopkel Merah Putih Sukamaju",
  ])
  func aVillagesCooperativeStaysOne(name: String) {
    #expect(CooperativeName.own(name) == "kdmp sukamaju")
    #expect(CooperativeName.own(CooperativeName.normal(name) ?? "") == "kdmp sukamaju")
    #expect(CooperativeName.own("KUD Sukamaju") == "sukamaju")
  }

  @Test(arguments: [
    ("KSP", nil), ("Koperasi Simpan Pinjam", nil), ("", nil), ("KSP 212", "212"), ("Jasa Raharja", "raharja"),
  ])
  func aKindAloneIsNoName(name: String, own: String?) { #expect(CooperativeName.own(name) == own) }

  @Test(arguments: [("Koperasi", nil), ("KUD Maju", "kud maju"), ("Simpan Pinjam", "simpan pinjam")])
  func otherNamesStayOthers(name: String, normal: String?) { #expect(CooperativeName.normal(name) == normal) }
}
