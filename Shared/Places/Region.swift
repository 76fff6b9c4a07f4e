package import Cases

/// A place as the Ministry of Home Affairs lists it.
package struct Region: Sendable, Equatable {
  /// Where it stands among the administrative places.
  package enum Level: String, Sendable {
    case province = "provinsi"
    case regency = "kabupaten"
    case city = "kota"
  }

  package let code: RegionCode
  package let level: Level
  /// Without the level: `Surabaya`.
  package let name: String
  package let zone: TimeZoneName

  /// With the level: `Kota Surabaya`, `Provinsi Jawa Timur`.
  package var fullName: String {
    switch level {
    case .province: "Provinsi \(name)"
    case .regency: "Kabupaten \(name)"
    case .city: "Kota \(name)"
    }
  }
}
