import Cases
import TestKit
import Testing

@Suite struct NamedCasesTests {
  @Test(arguments: [
    ("Laporan saya nomor 4827 1930 59 sudah sampai mana?", ["4827193059"]), ("no.4827193059.", ["4827193059"]),
    ("4827-1930-59 dan 4827.1930.59", ["4827193059"]), ("(4827 - 1930 - 59)", ["4827193059"]),
    ("4827\u{A0}1930\u{A0}59", ["4827193059"]), ("4827193058", []), ("14827193059", []), ("48271930591", []),
    ("0812 3456 7890", []), ("4827 1930 591", []), ("Rp 4.827.193.059,00", ["4827193059"]), ("4827, 1930, 59", []),
    ("", []),
  ])
  func aTextNamesCases(text: String, numbers: [String]) {
    #expect(CaseNumber.named(in: text).map(\.text) == numbers)
  }

  @Test func nobodyNamesMany() {
    var generator = SeededGenerator(seed: 7)
    let numbers = (0..<50).map { _ in CaseNumber.random(using: &generator).text }
    #expect(CaseNumber.named(in: numbers.joined(separator: ", ")).map(\.text) == Array(numbers.prefix(5)))
  }
}
