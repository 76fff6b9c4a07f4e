/// The files of a rule book, by their names in its folder.
package struct BookFiles: Sendable, Equatable, Codable {
  package static let settingsName = "book.yaml"
  package static let unitsName = "units.yaml"
  package static let calendarsName = "calendars.yaml"
  package static let holidaysName = "holidays.csv"
  package static let rulesFolder = "rules/"
  /// Those that every book has.
  package static let fixedNames = [settingsName, unitsName, calendarsName, holidaysName]

  /// Whether a file of a book's folder belongs to the book.
  package static func isNamed(_ name: String) -> Bool {
    fixedNames.contains(name) || (name.hasPrefix(rulesFolder) && name.hasSuffix(".yaml"))
  }

  package var texts: [String: String]

  package init(texts: [String: String]) { self.texts = texts }

  /// In the order of their names.
  var ruleNames: [String] {
    texts.keys.filter { $0.hasPrefix(Self.rulesFolder) && $0.hasSuffix(".yaml") }.sorted()
  }

  /// The book that comes with the program.
  package static let shipped = BookFiles(
    texts: [
      settingsName: PackageResources.book_yaml, unitsName: PackageResources.units_yaml,
      calendarsName: PackageResources.calendars_yaml, holidaysName: PackageResources.holidays_csv,
      rulesFolder + "informasi.yaml": PackageResources.informasi_yaml,
      rulesFolder + "kdmp.yaml": PackageResources.kdmp_yaml,
      rulesFolder + "kelembagaan.yaml": PackageResources.kelembagaan_yaml,
      rulesFolder + "ksp.yaml": PackageResources.ksp_yaml,
      rulesFolder + "layanan.yaml": PackageResources.layanan_yaml,
      rulesFolder + "luar.yaml": PackageResources.luar_yaml,
      rulesFolder + "pembiayaan.yaml": PackageResources.pembiayaan_yaml,
      rulesFolder + "pengawasan.yaml": PackageResources.pengawasan_yaml,
      rulesFolder + "talenta.yaml": PackageResources.talenta_yaml,
      rulesFolder + "usaha.yaml": PackageResources.usaha_yaml,
    ].mapValues { String(decoding: $0, as: UTF8.self) })
}
