package import Foundation

/// A form without files, as browsers send it (application/x-www-form-urlencoded, WHATWG URL, section 5.1).
package enum URLEncodedForm {
  /// - Returns: names and values in their order.
  /// - Throws: `FieldProblem` where a percent sign is not followed by two digits, or a value is not UTF-8.
  package static func decode(_ bytes: Data) throws(FieldProblem) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let name = try text(pair[..<end])
      try KnownNames.measure(name)
      let value = try text(pair[end...].dropFirst())
      guard value.utf8.count <= FormLimits.field else { throw FormLimits.tooLong(name) }
      pairs.append((name, value))
      guard pairs.count <= MultipartParser.maximumParts else { throw malformed("there are more than 100 fields") }
    }
    return pairs
  }

  private static func text(_ bytes: Data) throws(FieldProblem) -> String {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
      switch byte {
      case UInt8(ascii: "+"): decoded.append(0x20)
      case UInt8(ascii: "%"):
        guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
          throw malformed("a percent sign is not followed by two hexadecimal digits")
        }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    guard let text = String(validating: decoded, as: UTF8.self) else { throw malformed("a field is not UTF-8") }
    return text
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  private static func malformed(_ what: String) -> FieldProblem {
    FieldProblem(
      "body", reason: "is not valid application/x-www-form-urlencoded: \(what)", alasan: "Formulir tidak dapat dibaca.",
      example: "description=Simpanan%20saya")
  }
}
