package import Cases
package import Places
import Yams

/// A unit that receives cases.
package struct Unit: Sendable, Equatable {
  package let code: UnitCode
  package let name: String
  package let zone: TimeZoneName
  /// How a citizen reaches it; only for institutions outside.
  package let address: String?
}

/// All units: the ministry's, those outside, and an office for each place.
package struct UnitDirectory: Sendable {
  private let units: [UnitCode: Unit]
  /// In the order of their codes.
  package let all: [Unit]

  package subscript(code: UnitCode) -> Unit? { units[code] }

  /// The units that come with the program.
  package static func shipped(_ gazetteer: Gazetteer) throws(PolicyError) -> UnitDirectory {
    try UnitDirectory(
      yaml: String(decoding: PackageResources.units_yaml, as: UTF8.self), file: "units.yaml", gazetteer: gazetteer)
  }

  package init(yaml: String, file: String, gazetteer: Gazetteer) throws(PolicyError) {
    let listed = try decodeYAML(UnitsFile.self, yaml, file: file)
    var units: [UnitCode: Unit] = [:]
    for unit in listed.units {
      guard units[unit.code] == nil else { throw PolicyError(description: "\(file): \(unit.code) stands there twice") }
      if unit.code.isOutside, unit.address == nil {
        throw PolicyError(
          description: "\(file): \(unit.code) is outside the ministry and needs an address for citizens")
      }
      units[unit.code] = Unit(code: unit.code, name: unit.name, zone: .western, address: unit.address)
    }
    guard units[.triage] != nil else {
      throw PolicyError(description: "\(file): the unit \(UnitCode.triage) is missing: what is unsure goes there")
    }
    for region in gazetteer.all {
      let pattern = region.level == .province ? listed.offices.province : listed.offices.regency
      let name = region.level == .province ? region.name : region.fullName
      let code = UnitCode.office(of: region.code)
      units[code] = Unit(
        code: code, name: pattern.replacing("{name}", with: name), zone: region.zone, address: nil)
    }
    self.units = units
    all = units.values.sorted { $0.code < $1.code }
  }
}

private struct UnitsFile: Decodable {
  struct Offices: Decodable {
    let province: String
    let regency: String
  }

  struct Entry: Decodable {
    let code: UnitCode
    let name: String
    let address: String?

    enum CodingKeys: String, CodingKey, CaseIterable { case code, name, address }

    init(from decoder: any Decoder) throws {
      try StrictKeys.check(decoder, CodingKeys.self)
      let values = try decoder.container(keyedBy: CodingKeys.self)
      code = try values.decode(UnitCode.self, forKey: .code)
      name = try values.decode(String.self, forKey: .name)
      address = try values.decodeIfPresent(String.self, forKey: .address)
    }
  }

  let version: Int
  let offices: Offices
  let units: [Entry]
}
