import Cases
import Places
import TestKit
import Testing
import Texts

@Suite struct PlaceFinderTests {
  /// A few kecamatan and villages, as an operator would import them.
  static let deeper = """
    11.10.04,Depok Aceh
    31.75.09,Ciracas
    33.22.12,Ungaran Barat
    34.04.07,Depok
    35.09.12,Wuluhan
    35.78.03,Rungkut
    36.71.06,Ciledug
    32.09.17,Ciledug
    12.71.11,Medan Belawan
    35.15.01.2001,Sidomulyo
    18.07.02.2003,Sidomulyo
    14.07.06.2001,Panipahan
    35.09.12.2002,Kasihan
    17.02.09,Kota Padang
    51.08.06.1023,Banjar Jawa
    """

  static let finder = Result {
    PlaceFinder(try GazetteerTests.gazetteer.get().adding(csv: deeper, file: "deeper.csv"))
  }

  static func place(
    _ text: String, form: String? = nil, registered: String? = nil, frequent: Set<String> = []
  ) throws -> PlaceFinding {
    let known = Set(frequent.map { WordHash.of($0) })
    let familiarity = { (word: UInt64) -> PlaceFinder.Familiarity in known.contains(word) ? .frequent : .unknown }
    return try finder.get().place(
      PlaceFinder.Stated(
        form: form.map { RegionCode(unchecked: $0) }, registered: registered.map { RegionCode(unchecked: $0) }),
      found: finder.get().find(in: PlainLetters.of(ReportersWords.of(text)), familiarity: familiarity),
      familiarity: familiarity)
  }

  @Test(arguments: [
    ("KSP di Kota Surabaya tidak membayar", "35.78"), ("koperasi di kab. Malang", "35.07"),
    ("koperasi kodya Malang", "35.73"), ("koperasi di Solo", "33.72"), ("kantornya di Jaksel", "31.74"),
    ("koperasi tenun di Waingapu", "53.11"), ("di Prov. Riau", "14"), ("koperasi di Kota Jambi", "15.71"),
    ("dari Melonguane, Talaud", "71.04"), ("koperasi di Jawa Timur", "35"), ("batik di Jogja", "34"),
    ("koperasi di Bolmut", "71.08"), ("di NTT mau ajukan", "53"), ("Kota Padang", "13.71"),
  ])
  func placesAreFound(text: String, code: String) throws {
    #expect(try Self.place(text).region == RegionCode(code))
  }

  @Test(
    arguments: [
      ("anggota nang kec. Wuluhan", "35.09.12"), ("toko koperasi nang Rungkut tutup", "35.78.03"),
      ("warga Ciracas mengeluh", "31.75.09"), ("Rungkut, Surabaya", "35.78.03"), ("TKBM Medan Belawan", "12.71.11"),
      ("solar di Panipahan habis", "14.07.06.2001"), ("katering di Depok, Sleman", "34.04.07"),
      ("perajin canting Pekalongan kota", "33.75"), ("Ciracas raya: gerai tutup", "31.75.09"),
      ("bakul Wuluhan", "35.09.12"),
      ("katering di Depok", "32.76"), ("kantor KSP di Ungaran Barat", "33.22.12"),
    ] as [(String, String?)])
  func kecamatanAndVillagesAreFound(text: String, code: String?) throws {
    let found = try Self.place(text)
    #expect(found.region?.text == code, "\(found)")
  }

  @Test(arguments: [
    "Simo", "KSP Wuluhan", "koperasi Rungkut", "kami kasihan kepada kasihan itu", "di kasihan", "sampai panipahan",
  ])
  func aBareNameThatNothingAnnouncesIsNoPlace(text: String) throws { #expect(try Self.place(text).region == nil) }

  @Test(
    arguments: [
      ("di Surabya", "35.78"), ("kab. Banyuwangii", "35.10"), ("di Sumenap", "35.29"), ("kab. Bojonegro", "35.22"),
      ("prov Jawa Tmur", "35"),
      ("Kota Tangerang Sleatan", "36.74"), ("Kabupaten Mura Enim", "16.03"), ("di Tuang Bawang Barat", "18.12"),
      ("Kabupaten Ogan Koering Ulu Timur", "16.08"), ("kota Surabaay", "35.78"), ("Surabya", nil), ("di Mdan", nil),
      ("di Xurabaya", nil),
    ] as [(String, String?)])
  func slipsOfThePenAreUnderstoodWhereAPlaceIsAnnounced(text: String, code: String?) throws {
    #expect(try Self.place(text).region?.text == code)
  }

  @Test(
    arguments: [
      ("KSP Tulung Agung tidak membayar", "35.04"), ("KSP Purba Lingga tidak membayar", "33.03"),
      ("Surat balasan ke alamat saya di Kota Bitung. KSP di Kabupaten Tasikmalaya", "32.06"),
      ("Sudah melapor ke Dinas Koperasi Kota Bitung. KSP di Kabupaten Tasikmalaya", "32.06"),
      ("KSP-nya tidak ada di Kabupaten Banjarnegara", nil), ("KSP itu tidak berada di Klaten", nil),
      ("Pupuk tidak ada di Klaten", "33.10"), ("Tidak, di Kabupaten Sanggau", "61.03"),
      ("KSP pindah dari Tegal ke Brebes", "33.29"), ("Mas Bagus Jombang tidak mau membayar", nil),
      ("Agus Jombang, ketua KSP, tidak mau membayar", nil), ("Kasus Jombang, ketua koperasi kabur", "35.17"),
      ("Selamat siang bapak menteri, salam sejahtera. Pupuk di Kabupaten Jember langka", "35.09"),
      ("bantuan bu pupuk Jombang langka", "35.17"), ("Pak bupati Jombang mohon bantu", "35.17"),
      ("Uang saya di KSP tidak kembali. Hormat saya, Andi, Jl. Merdeka 3, Kabupaten Belitung", nil),
      ("Uang saya di KSP tidak kembali. Hormat saya, Ketua KSP Maju, Kabupaten Belitung", "19.02"),
    ] as [(String, String?)])
  func theWordsAroundANameTellWhetherItCounts(text: String, code: String?) throws {
    let frequent = [
      "bagus", "agus", "kasus", "bantuan", "langka", "salam", "sejahtera", "bapak", "menteri", "tidak", "uang",
      "kembali", "hormat", "saya", "pindah", "bupati", "mau", "pupuk",
    ]
    #expect(try Self.place(text, frequent: Set(frequent)).region?.text == code)
  }

  /// To look for a slip takes a time that grows with the square of a word's length.
  @Test func aWordWithoutEndIsNoSlip() throws {
    var generator = SeededGenerator(seed: 1)
    let word = String((0..<200_000).map { _ in "abcdefghijklmnoprstu".randomElement(using: &generator) ?? "a" })
    #expect(try Self.place("KSP di \(word) a b c").region == nil)
  }

  @Test func aWordThatPeopleWriteOftenIsNoSlip() throws {
    #expect(try Self.place("di surabay").region == RegionCode("35.78"))
    #expect(try Self.place("di surabay", frequent: ["surabay"]).region == nil)
  }

  @Test(arguments: [("koperasi di Malang", "35"), ("koperasi di Bandung", "32"), ("di Jambi", "15")])
  func namesakesInOneProvinceMakeItThatProvince(text: String, code: String) throws {
    let finding = try Self.place(text)
    #expect(try finding.region == RegionCode(code))
    #expect(finding.candidates.count > 1)
  }

  @Test func namesakesInSeveralProvincesStayOpen() throws {
    let finding = try Self.place("koperasi di Banjar sudah mati")
    #expect(finding.region == nil)
    #expect(finding.candidates.map(\.text).sorted() == ["32.79", "63.03"])
    #expect(try Self.place("KSP di Ciledug").region == nil)
    #expect(try Self.place("desa Sidomulyo").candidates.count == 2)
  }

  @Test(arguments: [
    ("koperasi di Kota Banjar, Jawa Barat", "32.79"), ("koperasi di Banjar, Kalimantan Selatan", "63.03"),
    ("KSP di Ciledug, Kabupaten Cirebon", "32.09.17"), ("koperasi di Malang, telepon 0341-551234", "35"),
    ("koperasi di Banjar, telepon 0511-551234", "63.03"), ("desa Sidomulyo di Lampung", "18.07.02.2003"),
  ])
  func aSecondClueDecides(text: String, code: String) throws {
    #expect(try Self.place(text).region == RegionCode(code))
  }

  @Test func everydayWordsAreNoPlaces() throws {
    #expect(try Self.place("rumah batu dan palu, kami buru buru ke pasar").region == nil)
    #expect(try Self.place("koperasi di Kota Batu").region == RegionCode("35.79"))
  }

  @Test(arguments: [
    ("Saya kerja di Bekasi, tetapi kantor koperasi di Wonogiri tidak membayar", "33.12"),
    ("Kepada Yth. Kementerian Koperasi di Jakarta. Kami pedagang pinang di Nabire", "94.01"),
    ("katering di Sleman (bukan Depok Jawa Barat)", "34.04"), ("nasi Padang di Kudus", "33.19"),
    ("dari Tebo. [Petugas: Kabupaten Muaro Jambi, Bu?]", "15.09"),
    ("Saya dari Bekasi mau lapor KSP Maju Jaya Abadi di Garut", "32.05"),
  ])
  func theCooperativesPlaceCounts(text: String, code: String) throws {
    #expect(try Self.place(text).region == RegionCode(code))
  }

  @Test func severalPlacesOfEqualWeightStayOpen() throws {
    let text = "nelayan dari Ambon (Maluku) dan Fakfak (Papua Barat) ingin mendirikan koperasi"
    #expect(try Self.place(text).region == nil)
    #expect(try Self.place("koperasi di Kota Magelang dan koperasi di Kabupaten Magelang").region == RegionCode("33"))
  }

  @Test func ofABusinessItsPlaceCounts() throws {
    let finder = try Self.finder.get()
    let found = finder.find(in: "Lokasi usaha di Bitung; kantor administrasi kami di Manado.") { _ in .unknown }
    #expect(finder.place(PlaceFinder.Stated(isBusiness: true), found: found).region?.text == "71.72")
    #expect(finder.place(PlaceFinder.Stated(), found: found).region?.text == "71")
  }

  @Test func whereMembersLiveIsNotTheSeat() throws {
    let finding = try Self.place("kantor koperasi di Surabaya, anggotanya di Makassar, Bitung dan Ambon")
    #expect(try finding.region == RegionCode("35.78"))
    #expect(finding.members.map(\.text) == ["73.71", "71.72", "81.71"])
    let range = try Self.place("cabang 40, dari Aceh sampai Papua")
    #expect(range.region == nil)
    #expect(range.members.map(\.text) == ["11", "91"])
    #expect(try Self.place("manajer koperasi di Denpasar, anggota se-Bali").whole?.text == "51")
    #expect(try Self.place("manajer koperasi di Denpasar, anggota se-Bali").region?.text == "51.71")
  }

  @Test func theFormWinsAndTheTextMayBeDeeper() throws {
    #expect(try Self.place("koperasi di Merauke", form: "93").region == RegionCode("93.01"))
    let finding = try Self.place("koperasi di Kota Surabaya", form: "51.04")
    #expect(try finding.region == RegionCode("51.04"))
    #expect(
      finding.contradictions == ["the form says Kabupaten Gianyar, Bali, the text names Kota Surabaya, Jawa Timur"])
  }

  @Test func theRegistryBeatsTheForm() throws {
    let finding = try Self.place("koperasi di Surabaya", form: "51.04", registered: "33.12")
    #expect(try finding.region == RegionCode("33.12"))
    #expect(finding.contradictions.count == 2)
    #expect(finding.contradictions[1].contains("the registry says Kabupaten Wonogiri"))
  }
}
