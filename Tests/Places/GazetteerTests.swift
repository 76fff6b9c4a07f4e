import Cases
import Places
import Testing
import Texts

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
      "\(error)".contains("my.csv:2: ") && ("\(error)".contains(hint) || hint == "5 fields")
    }
  }

  @Test func furtherPlacesAreKnownAsDeepAsTheyAre() throws {
    let more = try Self.gazetteer.get().adding(csv: "code,name,level\n35.09.01,Wuluhan,kecamatan\n", file: "kec.csv")
    func region(_ finder: PlaceFinder) -> RegionCode? {
      finder.place(.init(), found: finder.find(in: "anggota KDMP nang kec. Wuluhan") { _ in .unknown }).region
    }
    #expect(region(PlaceFinder(more)) == RegionCode(unchecked: "35.09.01"))
    #expect(try region(PlaceFinder(Self.gazetteer.get())) == nil)
  }

  @Test(arguments: [
    ("Wuluhan", "Wuluhan"), ("99.01.01,Wuluhan", "regions that are known"), ("35.09.01,", "1 to 80"),
    ("35.9.1,Wuluhan", "Kemendagri"), ("35.09.01," + String(repeating: "x", count: 81), "1 to 80"),
  ])
  func aWrongPlaceIsNamed(line: String, hint: String) throws {
    let gazetteer = try Self.gazetteer.get()
    #expect {
      try gazetteer.adding(csv: "code,name\n35.09.02,Ambulu\n\(line)\n", file: "kec.csv")
    } throws: { "\($0)".contains("kec.csv:3: ") && "\($0)".contains(hint) }
  }

  @Test func whatIsImportedIsWrittenAsItIsRead() throws {
    let table = "35.09.12,Wuluhan\n35.09.12.2001,Dukuh Dempok\n"
    let more = try Self.gazetteer.get().adding(csv: "35.09.12.2001,Dukuh Dempok,desa\r\n35.09.12,Wuluhan", file: "a")
    #expect(more.deeperTable == table)
    #expect(more.deeperCounts == (1, 1))
    #expect(try Self.gazetteer.get().adding(csv: table, file: "b").deeperTable == table)
  }
}
