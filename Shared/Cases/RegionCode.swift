/// A place by the Ministry of Home Affairs' code (Kemendagri): `35` a province, `35.78` a kabupaten or
/// kota, `35.78.01` a kecamatan, `35.78.01.1001` a village. Not the statistics office's codes.
package struct RegionCode: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package static let shape = "a Kemendagri code such as 35 (province) or 35.78 (kabupaten/kota)"
  package static let pattern = "^[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{2}(\\.[0-9]{4})?)?)?$"
  package static let sample = "35.78"

  package static func isValid(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard (1...4).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(\.isDigit) }) else { return false }
    return zip(parts, [2, 2, 2, 4]).allSatisfy { $0.count == $1 }
  }

  package var province: RegionCode { RegionCode(unchecked: String(text.prefix(2))) }

  /// The kabupaten or kota, where the code is that deep.
  package var regency: RegionCode? {
    text.utf8.count >= 5 ? RegionCode(unchecked: String(text.prefix(5))) : nil
  }

  package func contains(_ other: RegionCode) -> Bool {
    text == other.text || other.text.hasPrefix(text + ".")
  }
}
