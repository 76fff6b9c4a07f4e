import Foundation

/// One writing for all letters that read alike, before words or places are looked for: no marks on Latin letters, none of
/// the styled and wide ones, nothing that is not seen, and words whole that a line's end cut in two.
package enum PlainLetters {
  package static func of(_ text: String) -> String {
    let letters = text.utf8.allSatisfy({ $0 < 0x80 }) ? text : folded(text)
    return letters.utf8.contains(Self.hyphen) ? withoutCuts(letters) : letters
  }

  private static func folded(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars {
      switch scalar.value {
      case 0x2010, 0x2011: scalars.append("-")
      // Apostrophes that count as letters.
      case 0x2B9, 0x2BB...0x2BD, 0x2C8: scalars.append("'")
      case 0x300...0x36F: continue
      case ..<0x80: scalars.append(scalar)
      default: if !scalar.properties.isDefaultIgnorableCodePoint { scalars.append(scalar) }
      }
    }
    return String(scalars)
  }

  private static let hyphen = UInt8(ascii: "-")

  /// "Sura-", and "baya" on the next line.
  private static func withoutCuts(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      if bytes[position] == hyphen, isLetter(kept.last), let next = endOfCut(bytes, position) {
        position = next
      } else {
        kept.append(bytes[position])
        position += 1
      }
    }
    return kept.count == bytes.count ? text : String(decoding: kept, as: UTF8.self)
  }

  /// Where the word goes on, if there is one line's end between and a letter behind it.
  private static func endOfCut(_ bytes: [UInt8], _ hyphen: Int) -> Int? {
    var lines = 0
    for position in hyphen + 1..<bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\n"): lines += 1
      case UInt8(ascii: " "), UInt8(ascii: "\r"), UInt8(ascii: "\t"): continue
      default: return lines == 1 && isLetter(bytes[position]) ? position : nil
      }
    }
    return nil
  }

  private static func isLetter(_ byte: UInt8?) -> Bool { byte.map { (0x61...0x7A).contains($0 | 0x20) } ?? false }
}
