package import Cases

/// A place and all that lies in it, or a place that is not known.
package enum PlaceCondition: Sendable, Hashable {
  case within(RegionCode)
  case unknown

  var key: String {
    switch self {
    case .within(let region): region.text
    case .unknown: Self.unknownKey
    }
  }

  /// The place and what it lies in, the place first.
  var chain: [String] {
    switch self {
    case .within(let region): region.chain
    case .unknown: [Self.unknownKey]
    }
  }

  static let unknownKey = "?"

  /// How deep: 1 a province, 2 a kabupaten or kota, 3 a kecamatan, 4 a village.
  var depth: Int { chain.count }

  func holds(for region: RegionCode?) -> Bool {
    switch (self, region) {
    case (.within(let wanted), let region?): wanted.contains(region)
    case (.unknown, nil): true
    default: false
    }
  }
}
