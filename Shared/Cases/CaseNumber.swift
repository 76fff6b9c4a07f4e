/// The number a reporter is given: ten digits, random, the last one a check digit after Damm, which
/// catches every single wrong digit and every swap of neighbours.
package struct CaseNumber: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package static let shape = "a case number: 10 digits, the last one a check digit"
  package static let pattern = "^[1-9][0-9]{9}$"
  package static let sample = "4827193059"

  package static func isValid(_ text: String) -> Bool {
    let digits = Array(text.utf8)
    guard digits.count == 10, digits[0] != UInt8(ascii: "0"), digits.allSatisfy(\.isDigit) else { return false }
    return damm(digits) == 0
  }

  /// A number nobody can foresee: a counter would tell outsiders the volume and invite them to try neighbours.
  package static func random(using generator: inout some RandomNumberGenerator) -> CaseNumber {
    var digits = [UInt8.random(in: 1...9, using: &generator)]
    for _ in 0..<8 { digits.append(UInt8.random(in: 0...9, using: &generator)) }
    digits = digits.map { $0 + UInt8(ascii: "0") }
    digits.append(damm(digits) + UInt8(ascii: "0"))
    return CaseNumber(unchecked: String(decoding: digits, as: UTF8.self))
  }

  /// What a person may have typed: `No. 4827-1930 59,` as well. The check digit tells whether it is one.
  package init(typed text: String) throws(InvalidCode) {
    guard let typed = TypedDigits(text), Self.isValid(typed.digits), Self.words.isSuperset(of: typed.words) else {
      throw InvalidCode(found: text, expected: Self.shape)
    }
    self.init(unchecked: typed.digits)
  }

  /// What people write before a number.
  private static let words: Set = ["no", "nomor", "nomer", "nr", "number", "laporan", "kasus", "tiket"]

  /// For people: `4827 1930 59`.
  package var grouped: String {
    let digits = Array(text)
    return "\(String(digits[0..<4])) \(String(digits[4..<8])) \(String(digits[8...]))"
  }

  /// H. Michael Damm, "Total anti-symmetrische Quasigruppen", 2004: a table of order 10 whose diagonal is zero.
  private static func damm(_ digits: [UInt8]) -> UInt8 {
    digits.reduce(0) { interim, digit in table[Int(interim)][Int(digit - UInt8(ascii: "0"))] }
  }

  private static let table: [[UInt8]] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2], [7, 0, 9, 2, 1, 5, 4, 8, 6, 3], [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6], [6, 1, 2, 3, 0, 4, 5, 9, 7, 8], [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4], [8, 9, 4, 5, 3, 6, 2, 0, 1, 7], [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
  ]
}
