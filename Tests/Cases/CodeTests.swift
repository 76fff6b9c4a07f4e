import Cases
import Foundation
import Testing

@Suite struct CodeTests {
  @Test(arguments: ["35", "35.78", "35.78.01", "35.78.01.1001"])
  func regionsAreTaken(text: String) { #expect(RegionCode.isValid(text)) }

  @Test(arguments: ["", "3", "35.", "35.7", "35.78.1", "35.78.01.101", "35-78", "35.78.01.1001.1", "a5"])
  func otherRegionsAreRefused(text: String) { #expect(!RegionCode.isValid(text)) }

  @Test func regionsContainWhatLiesInThem() throws {
    let city = try RegionCode("35.78")
    #expect(city.province.text == "35")
    #expect(try RegionCode("35.78.01.1001").regency == city)
    #expect(try RegionCode("35").contains(city))
    #expect(try !RegionCode("35.7".appending("1")).contains(city))
  }

  @Test(arguments: ["deputi.pengawasan", "dinas.35.78", "triase", "luar.ojk"])
  func unitsAreTaken(text: String) { #expect(UnitCode.isValid(text)) }

  @Test(arguments: [
    "", ".", "dinas.", ".dinas", "dinas..35", "Dinas", "dinas 35", "dinas.*", "dinas.#",
    String(repeating: "a", count: 61),
  ])
  func otherUnitsAreRefused(text: String) { #expect(!UnitCode.isValid(text)) }

  @Test func eachPatternAgreesWithItsCheck() throws {
    let texts = ["35.78", "dinas.35.78", "4827193059", "case.routed.v1", "a b", "", "x", "35.", "ksp.simpanan"]
    for text in texts {
      #expect(try matches(text, RegionCode.pattern) == RegionCode.isValid(text), "\(text)")
      #expect(try matches(text, UnitCode.pattern) == UnitCode.isValid(text), "\(text)")
      #expect(try matches(text, EventType.pattern) || !EventType.isValid(text), "\(text)")
    }
  }

  @Test func decodingAWrongCodeSaysWhatWasExpected() {
    #expect {
      try EventCoding.decode([RegionCode].self, from: Data(#"["Surabaya"]"#.utf8))
    } throws: { error in
      (error as? DecodingError)?.explanation == "[0]: found 'Surabaya', expected \(RegionCode.shape)"
    }
  }

  private func matches(_ text: String, _ pattern: String) throws -> Bool {
    try NSRegularExpression(pattern: pattern).firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }
}
