package import Cases

/// Numbers in a text that identify a person: a NIK, a phone, an account.
package enum PersonalNumbers {
  /// A number where it stands in a text.
  package struct Finding: Sendable, Equatable {
    package let kind: PersonalNumber
    package let range: Range<String.Index>
  }

  package static func find(_ text: String) -> [Finding] {
    var findings: [Finding] = []
    let bytes = text.utf8
    var position = bytes.startIndex
    while let start = bytes[position...].firstIndex(where: isDigit) {
      // Several numbers may stand side by side: the longest beginning of the run that is one, then what is left.
      var runs = runs(bytes, from: start)
      guard runs.last.map({ $0.digits.count >= fewestDigits }) ?? false else {
        position = endOfDigits(bytes, from: start)
        continue
      }
      let before = String(Substring(bytes[..<start].suffix(contextBytes))).lowercased()
      while let last = runs.last, kind(last.digits, last.groups, before) == nil { runs.removeLast() }
      guard let found = runs.last, let name = kind(found.digits, found.groups, before) else {
        position = endOfDigits(bytes, from: start)
        continue
      }
      let isPlus = start > bytes.startIndex && bytes[bytes.index(before: start)] == UInt8(ascii: "+")
      findings.append(Finding(kind: name, range: (isPlus ? bytes.index(before: start) : start)..<found.end))
      position = found.end
    }
    return findings
  }

  /// The text without the numbers; what kind stood there is told.
  package static func masked(_ text: String) -> String {
    var masked = ""
    var position = text.startIndex
    for finding in find(text) {
      masked += text[position..<finding.range.lowerBound] + mask(finding.kind)
      position = finding.range.upperBound
    }
    return masked + text[position...]
  }

  private static func mask(_ kind: PersonalNumber) -> String {
    switch kind {
    case .citizen: "[NIK]"
    case .phone: "[nomor telepon]"
    case .account: "[nomor rekening]"
    default: "[nomor]"
    }
  }

  private static let contextBytes = 40

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private typealias Run = (end: String.Index, digits: [UInt8], groups: [Int])

  /// Dates and sums have fewer than any number that identifies a person.
  private static let fewestDigits = 8
  /// More digits than any number has that identifies a person.
  private static let mostDigits = 20

  /// Digits with single dots, hyphens or spaces between them: up to the end of each group.
  private static func runs(_ bytes: String.UTF8View, from start: String.Index) -> [Run] {
    var runs: [Run] = []
    var (digits, groups): ([UInt8], [Int]) = ([], [0])
    var position = start
    while position < bytes.endIndex, digits.count <= mostDigits {
      let byte = bytes[position]
      let next = bytes.index(after: position)
      if isDigit(byte) {
        digits.append(byte - 0x30)
        groups[groups.count - 1] += 1
        if next == bytes.endIndex || !isDigit(bytes[next]) { runs.append((next, digits, groups)) }
      } else if " .-()".utf8.contains(byte), next < bytes.endIndex, isDigit(bytes[next]) {
        groups.append(0)
      } else {
        break
      }
      position = next
    }
    return runs
  }

  private static func endOfDigits(_ bytes: String.UTF8View, from start: String.Index) -> String.Index {
    bytes[start...].firstIndex { !isDigit($0) } ?? bytes.endIndex
  }

  /// - Parameter before: what stands before it, in lower case.
  private static func kind(_ digits: [UInt8], _ groups: [Int], _ before: String) -> PersonalNumber? {
    let words = before.split { !$0.isLetter && $0 != "+" }
    let isMoney =
      ["rp", "rp ", "rp. ", "rp."].contains { before.hasSuffix($0) }
      || (groups.count > 1 && groups[0] <= 3 && groups.dropFirst().allSatisfy { $0 == 3 } && digits[0] != 0)
    switch digits.count {
    // A cooperative's NIK is shorter, so 16 digits are a citizen's.
    case 16: return .citizen
    case 9...15 where digits[0] == 0 && digits[1] != 0 && !isMoney: return .phone
    case 10...15 where digits.starts(with: [6, 2]) && (before.hasSuffix("+") || digits[2] == 8): return .phone
    case 8...20 where !isMoney && words.suffix(5).contains { accounts.contains(String($0)) }: return .account
    case 10...15 where groups.count > 2 && groups[0] == 3 && !isMoney: return .account
    default: return nil
    }
  }

  private static let accounts: Set = [
    "rekening", "rek", "norek", "rekeningnya", "account", "bca", "bri", "bni", "bsi", "mandiri", "btn", "va", "bank",
  ]
}
