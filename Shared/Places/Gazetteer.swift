package import Cases
package import Texts

/// The places that can be named: by code, and by what people call them.
package struct Gazetteer: Sendable {
  private let regions: [RegionCode: Region]
  /// In the order of the codes.
  package let all: [Region]
  private(set) var names: NameIndex
  /// Provinces, kabupaten and kota, for slips of the pen.
  let spelling: Spelling
  /// By a name's first words, the places whose names go on.
  private var longer: [UInt64: [PlaceCode]] = [:]
  /// The names of kecamatan and villages.
  private var deeper: [PlaceCode: String] = [:]
  /// How many kecamatan and villages are known.
  package var deeperCount: Int { deeper.count }

  package var deeperCounts: (districts: Int, villages: Int) {
    let districts = deeper.keys.count { $0.depth == .district }
    return (districts, deeper.count - districts)
  }

  /// Kecamatan and villages as `adding` reads them, in the order of their codes.
  package var deeperTable: String {
    deeper.sorted { $0.key.digits < $1.key.digits }.map { "\($0.key.code),\($0.value)\n" }.joined()
  }

  /// "Luwu" begins the names of Luwu Timur and Luwu Utara.
  func longerNames(than phrase: UInt64) -> [PlaceCode] { longer[phrase] ?? [] }

  package subscript(code: RegionCode) -> Region? { regions[code] }

  /// The provinces and kabupaten/kota that come with the program.
  package static func shipped() throws(FileProblem) -> Gazetteer {
    try Gazetteer(csv: String(decoding: PackageResources.regions_csv, as: UTF8.self), file: "regions.csv")
  }

  /// - Parameter csv: `code,level,name,zone,others`: the zone stands at the province, other names have
  ///   semicolons between them, a question mark before a name says that it is an everyday word too.
  package init(csv: String, file: String) throws(FileProblem) {
    var regions: [RegionCode: Region] = [:]
    var index = NameIndex()
    var spelling = Spelling()
    var variants: [(words: [String], place: PlaceCode, isDoubtful: Bool)] = []
    func add(_ written: WrittenName, _ code: RegionCode) {
      guard let place = PlaceCode(code.text) else { return }
      let words = TextTokens.words(written.text)
      index.add(words, place, isCommonWord: written.isCommonWord)
      guard !written.isCommonWord else { return }
      spelling.add(words)
      for variant in NameVariants.shipped.of(words.texts) {
        variants.append((variant.words, place, variant.isDoubtful))
      }
    }
    for (number, line) in csv.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard number > 0, !line.isEmpty else { continue }
      let (region, names) = try Self.region(line, FileLocation(file, row: number + 1)) { regions[$0]?.zone }
      regions[region.code] = region
      for name in names { add(name, region.code) }
    }
    // A name itself comes before another's variant.
    for variant in variants {
      let words = TextTokens.words(variant.words.joined(separator: " "))
      if index.isFree(words) { index.add(words, variant.place, isCommonWord: variant.isDoubtful, isVariant: true) }
    }
    self.regions = regions
    all = regions.values.sorted { $0.code < $1.code }
    for region in all {
      guard let place = PlaceCode(region.code.text) else { continue }
      let words = TextTokens.words(region.name)
      for length in words.indices.dropFirst() { longer[words.phrase(0..<length), default: []].append(place) }
    }
    names = index
    self.spelling = spelling
  }

  /// A province, kabupaten or kota, and its names, the official one first.
  private static func region(
    _ line: Substring, _ place: FileLocation, zone: (RegionCode) -> TimeZoneName?
  ) throws(FileProblem) -> (Region, [WrittenName]) {
    let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 5 else {
      throw FileProblem(place, "found \(fields.count) fields, expected code,level,name,zone,others")
    }
    guard let code = try? RegionCode(fields[0]) else {
      throw FileProblem(place, found: fields[0], expected: RegionCode.shape)
    }
    guard let level = Region.Level(rawValue: fields[1]) else {
      throw FileProblem(place, found: fields[1], expected: "provinsi, kabupaten or kota")
    }
    guard let zone = TimeZoneName(rawValue: fields[3]) ?? zone(code.province) else {
      throw FileProblem(place, found: fields[3], expected: "WIB, WITA or WIT, at least for the province before")
    }
    let names = [fields[2]] + fields[4].split(separator: ";").map(String.init)
    let written = names.map(WrittenName.init)
    return (Region(code: code, level: level, name: written[0].text, zone: zone), written)
  }

  /// `Kota Surabaya, Jawa Timur`; `Kecamatan Wuluhan, Kabupaten Jember, Jawa Timur`.
  package func describe(_ code: RegionCode) -> String {
    if let place = PlaceCode(code.text), place.depth > .regency {
      let title = place.depth == .district ? "Kecamatan" : "Desa/Kelurahan"
      return "\(title) \(deeper[place] ?? code.text), \(describe(place.above(.regency).code))"
    }
    guard let region = regions[code] else { return code.text }
    guard region.level != .province, let province = regions[code.province] else { return region.fullName }
    return "\(region.fullName), \(province.name)"
  }
}

extension Gazetteer {
  /// More rows than there are places in the country.
  package static let mostRows = 200_000

  /// Adds kecamatan and villages.
  /// - Parameter csv: `code,name` lines, a header and further columns allowed.
  package func adding(csv: String, file: String) throws(FileProblem) -> Gazetteer {
    var more = self
    let lines = csv.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    more.deeper.reserveCapacity(more.deeper.count + lines.count)
    for (number, line) in lines.enumerated() {
      let place = FileLocation(file, row: number + 1)
      guard number < Self.mostRows else {
        throw FileProblem(place, "found more lines, expected at most \(Self.mostRows)")
      }
      let text = Substring(line)
      try more.add(text.last?.isNewline == true ? text.dropLast() : text, isFirst: number == 0, place)
    }
    return more
  }

  private mutating func add(_ line: Substring, isFirst: Bool, _ place: FileLocation) throws(FileProblem) {
    let fields = line.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
    if line.isEmpty || (isFirst && fields.first == "code") { return }
    guard fields.count >= 2, RegionCode.isValid(String(fields[0])), let code = PlaceCode(fields[0]),
      code.code.text == fields[0]
    else {
      throw FileProblem(place, found: String(line.prefix(80)), expected: "code,name with \(RegionCode.shape)")
    }
    guard regions[code.above(.regency).code] != nil else {
      throw FileProblem(
        place, found: String(fields[0]), expected: "a place in one of the \(regions.count) regions that are known")
    }
    let name = String(fields[1])
    guard (1...80).contains(name.utf8.count) else {
      throw FileProblem(place, "found a name of \(name.utf8.count) bytes, expected 1 to 80")
    }
    // Provinces, kabupaten and kota are known, with their other names; such lines say nothing new.
    guard code.depth > .regency else { return }
    deeper[code] = name
    names.add(TextTokens.words(name), code)
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
