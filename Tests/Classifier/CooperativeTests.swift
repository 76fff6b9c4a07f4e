import Cases
import ClassifierCore
import Testing
import Texts

@Suite struct CooperativeTests {
  static func one(_ name: String, _ region: String, area: MembershipArea? = nil) -> Cooperative {
    Cooperative(name: name, nik: "", region: RegionCode(unchecked: region), kind: "", membershipArea: area)
  }

  static let registry = CooperativeRegistry([
    one("Koperasi Simpan Pinjam Maju Jaya", "33.74"), one("KSP Maju Jaya", "35.78"),
    one("KUD Sumber Rejeki Abadi", "35.06"), one("Koperasi Desa Merah Putih Sidomulyo", "18.07"),
    one("KUD Sidomulyo", "35.15"), one("KSP Guyub Rukun Sejahtera", "34.04"), one("Koperasi Karyawan", "31.71"),
  ])

  static func match(_ text: String, _ places: [String] = [], form: String? = nil) -> CooperativeRegistry.Match? {
    registry.match(form: form, words: TextTokens.words(text), places: places.map { RegionCode(unchecked: $0) })
  }

  @Test(arguments: [
    ("simpanan di kop. maju jaya macet", "33.74", "33.74"), ("KSP MAJU JAYA tidak membayar", "35", "35.78"),
    ("koperasi simpan pinjam maju jaya", "35.78", "35.78"), ("kud sumber rejeki abadi", "35.06", "35.06"),
    ("KUD Sumber Rezeki Abadi di Kediri", "35.06", "35.06"), ("KDMP Sidomulyo tutup", "18", "18.07"),
    ("KUD Sidomulyo tutup", "35.15", "35.15"), ("ksp guyub rukun sejahtra", "34.04", "34.04"),
  ])
  func namesAreMatchedTolerantlyByPlace(text: String, place: String, region: String) {
    #expect(Self.match(text, [place])?.cooperative.region.text == region)
  }

  @Test func oneOfANameIsMeantWithoutAPlaceButLessSurely() throws {
    let (here, anywhere) = (
      try #require(Self.match("kud sumber rejeki abadi", ["35"])), try #require(Self.match("kud sumber rejeki abadi"))
    )
    #expect(here.confidence > anywhere.confidence)
    let misspelled = try #require(Self.match("ksp guyub rukun sejahtra", ["34"]))
    #expect(misspelled.confidence < here.confidence)
  }

  @Test(
    arguments: [
      ("ksp maju jaya", []), ("kud sumber rejeki abadi", ["51"]), ("ksp maju mundur", ["33.74"]), ("ksp", ["33.74"]),
      ("KDMP Sidomulyo", ["35.15"]), ("maju jaya terus", ["33.74"]), ("", []), ("koperasi", []),
    ] as [(String, [String])])
  func whatIsNotClearIsNoMatch(text: String, places: [String]) { #expect(Self.match(text, places) == nil) }

  @Test func theFormsNameComesFirst() {
    #expect(
      Self.match("dulu saya di kud sumber rejeki abadi", ["34"], form: "Guyub Rukun Sejahtera")?.cooperative.region.text
        == "34.04")
  }

  @Test func whatWasImportedIsReadAgain() throws {
    let one = Cooperative(
      name: "KSP \"A, B\"", nik: "123", region: RegionCode(unchecked: "33.74.01"), kind: "jasa",
      membershipArea: .national)
    #expect(try CooperativeRegistry(table: one.line + "\n", file: "t").cooperatives == [one])
  }

  @Test(arguments: [
    ("a\tb", "found 2 fields"), ("\t\t33\t\t", "a name of 1 to 200 bytes"), ("A\tx1\t33\t\t", "Nomor Induk Koperasi"),
    ("A\t\t3\t\t", "Kemendagri"), ("A\t\t33\t\tdesa", "kabkota, provinsi, nasional"),
  ])
  func aWrongLineIsNamed(line: String, hint: String) {
    #expect {
      try CooperativeRegistry(table: "B\t\t33\t\t\n\(line)\n", file: "koperasi.tsv")
    } throws: { "\($0)".contains("koperasi.tsv:2") && "\($0)".contains(hint) }
  }
}
