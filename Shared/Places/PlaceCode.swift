import Cases

/// A region's code as a number, for tables of a hundred thousand of them.
struct PlaceCode: Hashable, Sendable {
  /// Ten digits: province 2, kabupaten/kota 2, kecamatan 2, village 4; zeros where it ends before.
  let digits: UInt64

  init?(_ code: some StringProtocol) {
    var digits: UInt64 = 0
    var count = 0
    for byte in code.utf8 where byte != UInt8(ascii: ".") {
      guard (0x30...0x39).contains(byte) else { return nil }
      digits = digits * 10 + UInt64(byte - 0x30)
      count += 1
    }
    guard let scale = Self.scales[count] else { return nil }
    self.digits = digits * scale
  }

  private init(digits: UInt64) { self.digits = digits }

  private static let scales: [Int: UInt64] = [2: 100_000_000, 4: 1_000_000, 6: 10_000, 10: 1]

  enum Depth: UInt8, Comparable {
    case province, regency, district, village
    static func < (left: Depth, right: Depth) -> Bool { left.rawValue < right.rawValue }
  }

  var depth: Depth {
    if digits % 10_000 != 0 { return .village }
    if digits % 1_000_000 != 0 { return .district }
    return digits % 100_000_000 != 0 ? .regency : .province
  }

  private static func scale(_ depth: Depth) -> UInt64 {
    switch depth {
    case .province: 100_000_000
    case .regency: 1_000_000
    case .district: 10_000
    case .village: 1
    }
  }

  /// The place of a depth in which this one lies; itself where it is not as deep.
  func above(_ depth: Depth) -> PlaceCode {
    let scale = Self.scale(depth)
    return PlaceCode(digits: digits / scale * scale)
  }

  func contains(_ other: PlaceCode) -> Bool { other.above(depth) == self }

  var code: RegionCode {
    let text = String(digits)
    let padded = Array(String(repeating: "0", count: 10 - text.count) + text)
    let parts = [String(padded[0..<2]), String(padded[2..<4]), String(padded[4..<6]), String(padded[6..<10])]
    return RegionCode(unchecked: parts.prefix(Int(depth.rawValue) + 1).joined(separator: "."))
  }
}
