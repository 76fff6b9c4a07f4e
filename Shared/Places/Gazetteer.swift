package import Cases

/// The places that can be named: by code, and by what people call them.
package struct Gazetteer: Sendable {
  struct Name: Sendable {
    let code: RegionCode
    /// Also an everyday word: it is a place only where a word such as `di` or `kota` comes before it.
    let isCommonWord: Bool
  }

  private let regions: [RegionCode: Region]
  /// In the order of the codes.
  package let all: [Region]
  private(set) var names: [String: [Name]]
  private(set) var longestName: Int

  package subscript(code: RegionCode) -> Region? { regions[code] }

  /// The provinces and kabupaten/kota that come with the program.
  package static func shipped() throws(PlacesError) -> Gazetteer {
    try Gazetteer(csv: String(decoding: PackageResources.regions_csv, as: UTF8.self), file: "regions.csv")
  }

  /// - Parameter csv: `code,level,name,zone,others`: the zone stands at the province, other names have
  ///   semicolons between them, a question mark before a name says that it is an everyday word too.
  package init(csv: String, file: String) throws(PlacesError) {
    var regions: [RegionCode: Region] = [:]
    var index = NameIndex()
    for (number, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard number > 0, !line.isEmpty else { continue }
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let place = PlacesError.Place(file: file, line: number + 1)
      guard fields.count == 5 else { throw PlacesError(place, "\(fields.count) fields", "code,level,name,zone,others") }
      guard let code = try? RegionCode(fields[0]) else { throw PlacesError(place, fields[0], RegionCode.shape) }
      guard let level = Region.Level(rawValue: fields[1]) else {
        throw PlacesError(place, fields[1], "provinsi, kabupaten or kota")
      }
      guard let zone = TimeZoneName(rawValue: fields[3]) ?? regions[code.province]?.zone else {
        throw PlacesError(place, fields[3], "WIB, WITA or WIT, at least for the province before")
      }
      let official = WrittenName(fields[2])
      let region = Region(code: code, level: level, name: official.text, zone: zone)
      regions[code] = region
      index.add(official, of: region, isOfficial: true)
      for other in fields[4].split(separator: ";") {
        index.add(WrittenName(String(other)), of: region, isOfficial: false)
      }
    }
    self.regions = regions
    all = regions.values.sorted { $0.code < $1.code }
    names = index.names
    longestName = index.longest
  }

  /// `Kota Surabaya, Jawa Timur`.
  package func describe(_ code: RegionCode) -> String {
    guard let region = regions[code] else { return code.text }
    guard region.level != .province, let province = regions[code.province] else { return region.fullName }
    return "\(region.fullName), \(province.name)"
  }
}

extension Gazetteer {
  /// Adds kecamatan and villages, which are found only where their kind is named: "kec. Tambaksari", "desa Sidomulyo".
  /// - Parameter csv: `code,name` lines, a header and further columns allowed.
  package func adding(csv: String, file: String) throws(PlacesError) -> Gazetteer {
    var index = NameIndex(names: names, longest: longestName)
    for (number, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let fields = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
      if line.isEmpty || (number == 0 && fields.first == "code") { continue }
      guard fields.count >= 2, let code = try? RegionCode(String(fields[0])), self[code.regency ?? code] != nil else {
        throw PlacesError(PlacesError.Place(file: file, line: number + 1), String(line), "code,name")
      }
      index.add(String(fields[1]), deeper: code)
    }
    var more = self
    more.names = index.names
    more.longestName = index.longest
    return more
  }
}

/// A file of places that cannot be used.
package struct PlacesError: Error, CustomStringConvertible {
  struct Place {
    let file: String
    let line: Int
  }

  package let description: String

  init(_ place: Place, _ found: String, _ expected: String) {
    description = "\(place.file), line \(place.line): found '\(found)', expected \(expected)"
  }
}

/// A name as the file writes it.
private struct WrittenName {
  let text: String
  let isCommonWord: Bool

  init(_ written: String) {
    isCommonWord = written.hasPrefix("?")
    text = isCommonWord ? String(written.dropFirst()) : written
  }
}

private struct NameIndex {
  var names: [String: [Gazetteer.Name]] = [:]
  var longest = 0

  /// Deeper places count as the kabupaten or kota they lie in.
  mutating func add(_ name: String, deeper code: RegionCode) {
    let key = TextTokens(name).words.joined(separator: " ")
    let titles = code.text.utf8.count == 8 ? Self.districtTitles : Self.villageTitles
    for title in titles where !key.isEmpty { note("\(title) \(key)", code.regency ?? code, false) }
  }

  private static let districtTitles = ["kecamatan", "kec", "distrik"]
  private static let villageTitles = ["desa", "ds", "kelurahan", "kel", "kampung", "nagari", "gampong", "pekon"]

  mutating func add(_ name: WrittenName, of region: Region, isOfficial: Bool) {
    let key = TextTokens(name.text).words.joined(separator: " ")
    note(key, region.code, name.isCommonWord)
    guard isOfficial else { return }
    for title in Self.titles(region.level) { note("\(title) \(key)", region.code, false) }
  }

  private mutating func note(_ key: String, _ code: RegionCode, _ isCommonWord: Bool) {
    guard !key.isEmpty, names[key]?.contains(where: { $0.code == code }) != true else { return }
    names[key, default: []].append(Gazetteer.Name(code: code, isCommonWord: isCommonWord))
    longest = max(longest, key.split(separator: " ").count)
  }

  private static func titles(_ level: Region.Level) -> [String] {
    switch level {
    case .province: ["provinsi", "prov", "propinsi"]
    case .regency: ["kabupaten", "kab"]
    case .city: ["kota", "kodya", "kotamadya"]
    }
  }
}
