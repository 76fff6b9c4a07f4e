package import Cases
package import Places
import StrictYAML
package import Texts

/// All units: the ministry's, those outside, and an office for each place.
package struct UnitDirectory: Sendable {
  private let units: [UnitCode: ResponsibleUnit]
  /// In the order of their codes.
  package let all: [ResponsibleUnit]
  /// Where each unit of the file stands in it.
  package let places: [UnitCode: FileLocation]
  /// The file in one form, for the book's hash.
  package let canonical: String

  package subscript(code: UnitCode) -> ResponsibleUnit? { units[code] }

  package init(yaml: String, file: String, gazetteer: Gazetteer) throws(FileProblems) {
    self = try YAMLFile.read(yaml, file: file) { top, problems throws(FileProblem) in
      try UnitDirectory(top, problems, gazetteer)
    }
  }

  private init(_ top: YAMLValue, _ problems: ProblemList, _ gazetteer: Gazetteer) throws(FileProblem) {
    let fields = try top.fields(["version", "offices", "units"])
    let offices = try OfficePatterns(fields.needed("offices"))
    var units: [UnitCode: ResponsibleUnit] = [:]
    for region in gazetteer.all {
      let unit = offices.office(of: region)
      units[unit.code] = unit
    }
    var places: [UnitCode: FileLocation] = [:]
    for entry in try fields.needed("units").items() {
      problems.take { () throws(FileProblem) in
        let unit = try UnitDirectory.unit(entry, among: units, gazetteer)
        if places[unit.code] != nil { throw FileProblem(entry.place, "the unit \(unit.code) stands here twice") }
        places[unit.code] = entry.place
        units[unit.code] = unit
      }
    }
    if units[.triage]?.isActive != true {
      throw FileProblem(top.place, "the unit \(UnitCode.triage) is missing or switched off: what is unsure goes there")
    }
    self.units = units
    self.places = places
    all = units.values.sorted { $0.code < $1.code }
    canonical = top.canonical()
  }

  private static let keys = [
    "code", "name", "parent", "region", "zone", "calendar", "contact", "address", "active",
  ]

  /// A unit of the file: a new one, or an office with something of its own.
  private static func unit(
    _ entry: YAMLValue, among offices: [UnitCode: ResponsibleUnit], _ gazetteer: Gazetteer
  ) throws(FileProblem) -> ResponsibleUnit {
    let fields = try entry.fields(keys)
    let code = try fields.needed("code").code(UnitCode.self)
    let office = offices[code]
    if office == nil, code.text.hasPrefix("dinas.") {
      throw FileProblem(
        entry.place, found: code.text, of: offices.keys.map(\.text), what: "the code of a place's office")
    }
    let region = try fields["region"]?.code(RegionCode.self) ?? office?.region
    if let region, gazetteer[region.regency ?? region] == nil {
      throw FileProblem(entry.place, found: region.text, of: gazetteer.all.map(\.code.text), what: RegionCode.shape)
    }
    let zone = try fields["zone"]?.word(TimeZoneName.self, "one of")
    let address = try fields.optionalText("address")
    if code.isOutside, address == nil {
      throw FileProblem(entry.place, "\(code) is outside the ministry and needs an address for citizens")
    }
    return ResponsibleUnit(
      code: code, name: try fields.optionalText("name") ?? office?.name ?? code.text,
      parent: try fields["parent"]?.code(UnitCode.self) ?? office?.parent, region: region,
      zone: zone ?? region.flatMap { gazetteer[$0.regency ?? $0]?.zone } ?? office?.zone ?? .western,
      calendar: try fields.optionalText("calendar") ?? office?.calendar ?? OfficePatterns.defaultCalendar,
      contact: try fields.optionalText("contact"), address: address,
      isActive: try fields["active"]?.bool() ?? true)
  }
}

/// How the offices of places are named, without listing each.
private struct OfficePatterns {
  static let defaultCalendar = "nasional"
  private let province: String
  private let regency: String
  private let calendar: String

  init(_ value: YAMLValue) throws(FileProblem) {
    let fields = try value.fields(["province", "regency", "calendar"])
    province = try fields.text("province")
    regency = try fields.text("regency")
    calendar = try fields.text("calendar")
  }

  func office(of region: Region) -> ResponsibleUnit {
    let isProvince = region.level == .province
    let name = (isProvince ? province : regency).replacing("{name}", with: isProvince ? region.name : region.fullName)
    return ResponsibleUnit(
      code: .office(of: region.code), name: name, parent: isProvince ? nil : .office(of: region.code.province),
      region: region.code, zone: region.zone, calendar: calendar, contact: nil, address: nil, isActive: true)
  }
}
