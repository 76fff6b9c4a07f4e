extension CaseNumber {
  /// The case numbers that a text names: ten digits with a right check digit, however they are set apart; the first ones of
  /// a text, for nobody names many. A number in a longer one is none.
  package static func named(in text: String) -> [CaseNumber] {
    let bytes = Array(text.utf8)
    var found: [CaseNumber] = []
    var position = 0
    while position < bytes.count, found.count < mostNamed {
      guard isDigit(bytes, position), !isDigit(bytes, position - 1) else {
        position += 1
        continue
      }
      if let (digits, end) = tenDigits(bytes, from: position), isValid(digits) {
        let number = CaseNumber(unchecked: digits)
        if !found.contains(number) { found.append(number) }
        position = end
      } else {
        position += 1
      }
    }
    return found
  }

  private static let mostNamed = 5
  /// "4827 - 1930 - 59" has three marks between two groups.
  private static let mostSeparators = 3

  private static func isDigit(_ bytes: [UInt8], _ position: Int) -> Bool {
    bytes.indices.contains(position) && (0x30...0x39).contains(bytes[position])
  }

  /// Ten digits of whole groups, and where they end.
  private static func tenDigits(_ bytes: [UInt8], from start: Int) -> (String, Int)? {
    var digits: [UInt8] = []
    var (position, separators) = (start, 0)
    while position < bytes.count, digits.count < 10 {
      if isDigit(bytes, position) {
        digits.append(bytes[position])
        separators = 0
      } else {
        separators += 1
        // A blank, a dot, a hyphen, a slash; the bytes of a blank that does not break.
        guard " .-/".utf8.contains(bytes[position]) || [0xC2, 0xA0].contains(bytes[position]),
          separators <= mostSeparators
        else { return nil }
      }
      position += 1
    }
    guard digits.count == 10, !isDigit(bytes, position) else { return nil }
    return (String(decoding: digits, as: UTF8.self), position)
  }
}
