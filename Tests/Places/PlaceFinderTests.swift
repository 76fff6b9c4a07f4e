import Cases
import Places
import Testing

@Suite struct PlaceFinderTests {
  static func place(_ text: String, form: String? = nil) throws -> PlaceFinding {
    PlaceFinder(try GazetteerTests.gazetteer.get()).place(
      form: form.map { RegionCode(unchecked: $0) }, words: TextTokens(text).words)
  }

  @Test(arguments: [
    ("KSP di Kota Surabaya tidak membayar", "35.78"), ("koperasi di kab. Malang", "35.07"),
    ("koperasi kodya Malang", "35.73"), ("koperasi di Solo", "33.72"), ("kantornya di Jaksel", "31.74"),
    ("koperasi tenun di Waingapu", "53.11"), ("di Prov. Riau", "14"), ("koperasi di Kota Jambi", "15.71"),
    ("dari Melonguane, Talaud", "71.04"), ("koperasi di Jawa Timur", "35"), ("batik di Jogja", "34"),
  ])
  func placesAreFound(text: String, code: String) throws {
    #expect(try Self.place(text).region == RegionCode(code))
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
  }

  @Test func aSecondClueDecides() throws {
    #expect(try Self.place("koperasi di Banjar, Jawa Barat").region == RegionCode("32.79"))
    #expect(try Self.place("koperasi di Banjar, Kalimantan Selatan").region == RegionCode("63.03"))
  }

  @Test func everydayWordsAreNoPlaces() throws {
    #expect(try Self.place("rumah batu dan palu, kami buru buru ke pasar").region == nil)
    #expect(try Self.place("koperasi di Kota Batu").region == RegionCode("35.79"))
  }

  @Test func theCooperativesPlaceCountsNotTheWriters() throws {
    let text = "Saya kerja di Bekasi, tetapi kantor koperasi di Wonogiri tidak membayar"
    #expect(try Self.place(text).region == RegionCode("33.12"))
  }

  @Test func theFormWinsAndTheTextMayBeDeeper() throws {
    #expect(try Self.place("koperasi di Merauke", form: "93").region == RegionCode("93.01"))
    let finding = try Self.place("koperasi di Kota Surabaya", form: "51.04")
    #expect(try finding.region == RegionCode("51.04"))
    #expect(finding.contradictions.count == 1)
  }
}
