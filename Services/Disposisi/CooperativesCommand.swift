import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations
import Places
import SwiftCSV

struct CooperativesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cooperatives", abstract: "The registry of cooperatives that the classifier knows.",
    subcommands: [Import.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take over a registry of cooperatives; it replaces the one before.",
      discussion: """
        A CSV file with a header. Columns: name, nik (Nomor Induk Koperasi, may be empty), region (its seat's Kemendagri \
        code), kind (may be empty), membership_area (kabkota, provinsi, nasional or empty). The running classifier \
        takes the new file within seconds.
        """)

    @Argument(help: "A CSV file.") var file: String
    @Option(help: "The file to write; without it the one that the environment's CLASSIFIER_COOPERATIVES names.")
    var to: String?

    func run() throws {
      let target = try ImportTarget(to, variable: "CLASSIFIER_COOPERATIVES")
      let cooperatives = try Self.read(file)
      let gazetteer = try Gazetteer.shipped()
      for (number, one) in cooperatives.enumerated() where gazetteer[one.region.regency ?? one.region] == nil {
        throw RegistryError(
          description: "\(file):\(number + 2): found '\(one.region)', expected a place in a region that is known")
      }
      // What the classifier would refuse is refused here.
      let table = cooperatives.map { $0.line + "\n" }.joined()
      _ = try CooperativeRegistry(table: table, file: file)
      try target.write(table)
      print("\(target.path): \(cooperatives.count) cooperatives")
    }

    static func read(_ file: String) throws -> [Cooperative] {
      let content = try TextFolder.file(file)
      let csv: NamedCSV
      do { csv = try NamedCSV(string: content.hasPrefix("\u{FEFF}") ? String(content.dropFirst()) : content) } catch {
        throw RegistryError(description: "\(file): not CSV: \(error)")
      }
      for column in Cooperative.columns.prefix(3) where !csv.header.contains(column) {
        throw RegistryError(
          description: "\(file): found no column '\(column)', expected \(Cooperative.columns.joined(separator: ", "))")
      }
      guard csv.rows.count <= CooperativeRegistry.mostRows else {
        throw RegistryError(
          description: "\(file): found \(csv.rows.count) lines, expected at most \(CooperativeRegistry.mostRows)")
      }
      return try csv.rows.enumerated().map { number, row in
        try Cooperative(Cooperative.columns.map { row[$0] ?? "" }, file: file, line: number + 2)
      }
    }
  }
}
