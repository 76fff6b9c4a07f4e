import Units

/// The files of a rule book, by their names in its folder.
package struct BookFiles: Sendable, Equatable, Codable {
  package static let settingsName = "book.yaml"
  package static let unitsName = "units.yaml"
  package static let calendarsName = "calendars.yaml"
  package static let holidaysName = "holidays.csv"
  package static let rulesFolder = "rules/"
  /// Those that every book has.
  package static let fixedNames = [settingsName, unitsName, calendarsName, holidaysName]

  /// Whether a file of a book's folder is the book's concern; one with another name is a mistake then.
  package static func isNamed(_ name: String) -> Bool { name.hasSuffix(".yaml") || name.hasSuffix(".csv") }

  var strangers: [String] { Set(texts.keys).subtracting(Self.fixedNames).subtracting(ruleNames).sorted() }

  package var texts: [String: String]

  package init(texts: [String: String]) { self.texts = texts }

  /// In the order of their names.
  var ruleNames: [String] {
    texts.keys.filter { $0.hasPrefix(Self.rulesFolder) && $0.hasSuffix(".yaml") && $0.split(separator: "/").count == 2 }
      .sorted()
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
