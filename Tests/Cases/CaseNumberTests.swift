import Cases
import TestKit
import Testing

@Suite struct CaseNumberTests {
  static let numbers: [CaseNumber] = {
    var generator = SeededGenerator(seed: 1)
    return (0..<300).map { _ in .random(using: &generator) }
  }()

  @Test func randomNumbersAreValid() {
    for number in Self.numbers { #expect(CaseNumber.isValid(number.text), "\(number)") }
  }

  @Test func everyWrongDigitIsCaught() {
    for number in Self.numbers {
      let digits = Array(number.text)
      for position in digits.indices {
        for wrong in "0123456789" where wrong != digits[position] {
          var changed = digits
          changed[position] = wrong
          #expect(!CaseNumber.isValid(String(changed)), "\(number) as \(String(changed))")
        }
      }
    }
  }

  @Test func everySwapOfNeighboursIsCaught() {
    for number in Self.numbers {
      let digits = Array(number.text)
      for position in digits.indices.dropLast() where digits[position] != digits[position + 1] {
        var changed = digits
        changed.swapAt(position, position + 1)
        #expect(!CaseNumber.isValid(String(changed)), "\(number) as \(String(changed))")
      }
    }
  }

  @Test(arguments: ["", "123", "48271930591", "482719305a", "0000000000", " 4827193059", "４８２７１９３０５９"])
  func otherTextsAreRefused(text: String) {
    #expect(throws: InvalidCode.self) { try CaseNumber(text) }
  }

  @Test(arguments: [
    "4827 1930 59", "4827.1930.59", " 4827-193059 ", "4827\u{2009}1930\u{202F}59", "4827\u{2011}1930\u{2013}59",
    "\u{202A}4827\u{200B}193059\u{202C}", "#4827193059", "No. 4827 1930 59,", "NOMOR: 4827193059.", "４８２７１９３０５９",
    "№ 4827/1930/59", "4827\u{A0}1930\u{2212}59", "(4827193059)", "4827+1930+59", "Laporan no. 4827193059!",
  ])
  func peopleMayGroupDigits(typed: String) throws {
    #expect(try CaseNumber(typed: typed).text == "4827193059")
  }

  @Test(arguments: [
    "", "No.", "4827193058", "4827193059 dan 4827193059", "4827 1930 5g", "ten 4827193059",
    String(repeating: " ", count: 200) + "4827193059",
  ])
  func whatIsNoNumberIsRefused(typed: String) { #expect(throws: InvalidCode.self) { try CaseNumber(typed: typed) } }

  @Test func isShownInGroups() throws { #expect(try CaseNumber("4827193059").grouped == "4827 1930 59") }
}
