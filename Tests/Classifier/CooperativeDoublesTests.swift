import Cases
import ClassifierCore
import Testing
import Texts

@Suite struct CooperativeDoublesTests {
  static func one(_ name: String, _ region: String, nik: String = "", area: MembershipArea? = nil) -> Cooperative {
    Cooperative(name: name, nik: nik, region: RegionCode(unchecked: region), kind: "", membershipArea: area)
  }

  static let (one, again) = (
    one("KSP Maju Jaya", "35.78", area: .province), one("KSP Maju Jaya", "35.78", area: .province)
  )
  static let spelledOut = one("KOPERASI SIMPAN PINJAM \"MAJU JAYA\"", "35.78.01", nik: "12")
  static let otherwise = one("ksp maju jaya", "35.78", nik: "34", area: .national)

  static func doubles(_ list: [Cooperative]) -> CooperativeDoubles {
    CooperativeDoubles(list.enumerated().map { ($0.offset + 2, $0.element) })
  }

  @Test(arguments: [
    ([one, again], "line 3: 'KSP Maju Jaya' is line 2 again"),
    (
      [one, spelledOut],
      "line 3: 'KOPERASI SIMPAN PINJAM \"MAJU JAYA\"' is 'KSP Maju Jaya' of line 2 by name and place: they"
    ),
    (
      [one, otherwise],
      "warning: line 3: 'ksp maju jaya' is 'KSP Maju Jaya' of line 2 by name and place, but membership_area"
    ),
  ])
  func whatIsListedAgainSwitchesNothingOffAndIsTold(list: [Cooperative], remark: String) throws {
    let doubles = Self.doubles(list)
    #expect(doubles.cooperatives.count == (list[1] == Self.otherwise ? 2 : 1))
    #expect(doubles.remarks.count == 1 && doubles.remarks[0].hasPrefix(remark), "\(doubles.remarks)")
    let match = CooperativeRegistry(list).match(
      form: nil, words: TextTokens.words("simpanan di ksp maju jaya macet"), places: [RegionCode(unchecked: "35.78")])
    #expect(match?.cooperative.name == "KSP Maju Jaya")
    #expect(match?.cooperative.membershipArea == (list[1] == Self.otherwise ? nil : .province))
  }

  @Test func ofTwoKindsTheOneThatIsCalledSoIsMeant() {
    let registry = CooperativeRegistry([
      Self.one("KSP Maju Jaya", "35.78", nik: "1"), Self.one("Koperasi Konsumen Maju Jaya", "35.78", nik: "2"),
    ])
    let place = [RegionCode(unchecked: "35.78")]
    for (text, nik) in [("ksp maju jaya", "1"), ("koperasi konsumen maju jaya", "2"), ("kop maju jaya", "")] {
      #expect(
        registry.match(form: nil, words: TextTokens.words(text), places: place)?.cooperative.nik == nik, "\(text)")
    }
  }

  @Test func namesakesOfOtherPlacesStayTwo() {
    let list = [
      Self.one("KDMP Sidomulyo", "18.07.01"), Self.one("KDMP Sidomulyo", "18.07.02"),
      Self.one("KDMP Sidomulyo", "35.15"),
      Self.one("KUD Sidomulyo", "35.15"),
    ]
    let doubles = Self.doubles(list)
    #expect(doubles.cooperatives == list)
    #expect(doubles.remarks.isEmpty)
  }

  @Test func whatThreeRowsSayIsOne() {
    let doubles = Self.doubles([Self.spelledOut, Self.one, Self.again])
    #expect(doubles.cooperatives == [Self.one("KSP Maju Jaya", "35.78", nik: "12", area: .province)])
    #expect(doubles.remarks.count == 2)
  }

  @Test(arguments: [
    ([one("KSP A", "35.78", nik: "1"), one("KSP B", "35.78", nik: "1")], "found nik '1' of 'KSP B' in 35.78"),
    ([one("KSP A", "35.78", nik: "1"), one("KSP A", "33.74", nik: "1")], "line 2 has it for 'KSP A' in 35.78"),
    (
      [
        one("KSP Maju Jaya", "35.78", nik: "1", area: .province),
        one("KSP Maju Jaya", "35.78", nik: "1", area: .national),
      ], "membership_area is 'nasional' here and 'provinsi' there"
    ),
  ])
  func aNumberOfTwoCooperativesIsAContradiction(list: [Cooperative], hint: String) {
    #expect(Self.doubles(list).contradiction?.text.contains(hint) == true)
  }

  @Test func aNumberThatComesAgainWithItsCooperativeIsNone() {
    let list = [
      Self.one("KSP Maju Jaya", "35.78", nik: "1"), Self.one("Koperasi Simpan Pinjam Maju Jaya", "35.78", nik: "1"),
    ]
    #expect(Self.doubles(list).contradiction == nil)
    #expect(Self.doubles([Self.one, Self.otherwise]).contradiction == nil)
  }
}
