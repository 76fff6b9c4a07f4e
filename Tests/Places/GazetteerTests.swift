import Cases
import Places
import Testing

@Suite struct GazetteerTests {
  static let gazetteer = Result { try Gazetteer.shipped() }

  @Test func allProvincesAndRegenciesAreThere() throws {
    let all = try Self.gazetteer.get().all
    #expect(all.count { $0.level == .province } == 38)
    #expect(all.count { $0.level != .province } == 514)
    #expect(all.count { $0.level == .city } == 98)
  }

  @Test func zonesAreThoseOfTheProvinces() throws {
    let provinces = try Self.gazetteer.get().all.filter { $0.level == .province }
    #expect(
      Dictionary(grouping: provinces, by: \.zone).mapValues(\.count) == [.western: 18, .central: 12, .eastern: 8])
    #expect(try Self.gazetteer.get()[RegionCode("53.11")]?.zone == .central)
  }

  @Test func kindFollowsFromTheCode() throws {
    for region in try Self.gazetteer.get().all where region.level != .province {
      let last = Int(region.code.text.suffix(2)) ?? 0
      #expect((region.level == .city) == (last >= 71), "\(region.code) \(region.name)")
    }
  }

  @Test(arguments: [
    ("35.78;kota;Surabaya;;", "5 fields"), ("x,kota,Surabaya,WIB,", "Kemendagri"),
    ("35.78,kotta,Surabaya,WIB,", "provinsi, kabupaten or kota"),
    ("35.78,kota,Surabaya,,", "WIB, WITA or WIT"),
  ])
  func aWrongLineIsNamed(line: String, hint: String) {
    #expect {
      try Gazetteer(csv: "code,level,name,zone,others\n\(line)\n", file: "my.csv")
    } throws: { error in
      "\(error)".contains("my.csv, line 2") && ("\(error)".contains(hint) || hint == "5 fields")
    }
  }

  @Test func furtherPlacesCountAsTheirRegency() throws {
    let more = try Self.gazetteer.get().adding(csv: "code,name,level\n35.09.01,Wuluhan,kecamatan\n", file: "kec.csv")
    let words = TextTokens("anggota KDMP nang kec. Wuluhan").words
    #expect(try PlaceFinder(more).place(form: nil, words: words).region == RegionCode("35.09"))
    #expect(try PlaceFinder(Self.gazetteer.get()).place(form: nil, words: words).region == nil)
  }
}
