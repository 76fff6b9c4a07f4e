import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations
import Places
import Texts

struct CooperativesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cooperatives", abstract: "The registry of cooperatives that the classifier knows.",
    subcommands: [Import.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take over a registry of cooperatives; it replaces the one before.",
      discussion: """
        A CSV file with a header. Columns: name, nik (Nomor Induk Koperasi, may be empty), region (its seat's Kemendagri \
        code), kind (may be empty), membership_area (kabkota, provinsi, nasional or empty). Rows of one name in one place \
        are told, and count as one cooperative unless they contradict each other; one nik for two is refused. The running \
        classifier takes the new file within seconds.
        """)

    @Argument(help: "A CSV file.") var file: String
    @Option(help: "The file to write; without it the one that the environment's CLASSIFIER_COOPERATIVES names.")
    var to: String?

    @Flag(help: "Also with a file that lists none: nothing is known then.") var yes = false

    func run() throws {
      let target = try ImportTarget(to, variable: "CLASSIFIER_COOPERATIVES")
      let rows = try Self.read(file)
      guard !rows.isEmpty || yes else {
        throw FileProblem(
          file, "found no cooperative, expected at least one; --yes empties the registry")
      }
      let gazetteer = try Gazetteer.shipped()
      for (line, one) in rows where gazetteer[one.region.regency ?? one.region] == nil {
        throw FileProblem(
          file, row: line, "found '\(one.region)', expected a place in a region that is known")
      }
      let doubles = CooperativeDoubles(rows)
      if let contradiction = doubles.contradiction {
        throw FileProblem(file, row: contradiction.line, contradiction.text)
      }
      for remark in doubles.remarks.prefix(Self.mostRemarks) { print("\(file), \(remark)") }
      let more = doubles.remarks.count - Self.mostRemarks
      if more > 0 { print("\(file): \(more) more rows are listed again") }
      // What the classifier would refuse is refused here.
      let table = doubles.cooperatives.map { $0.line + "\n" }.joined()
      _ = try CooperativeRegistry(table: table, file: file)
      try target.write(table)
      print("\(target.path): \(doubles.cooperatives.count) cooperatives")
    }

    private static let mostRemarks = 100

    static func read(_ file: String) throws -> [(line: Int, cooperative: Cooperative)] {
      let csv = try CSVTable(try TextFolder.file(file), file: file)
      for column in Cooperative.columns.prefix(3) where !csv.header.contains(column) {
        throw FileProblem(
          file, "found no column '\(column)', expected \(Cooperative.columns.joined(separator: ", "))")
      }
      guard csv.rows.count <= CooperativeRegistry.mostRows else {
        throw FileProblem(
          file, "found \(csv.rows.count) lines, expected at most \(CooperativeRegistry.mostRows)")
      }
      return try csv.rows.map { row in
        // A line end within quotes is a blank: the imported table has one line for each.
        let fields = Cooperative.columns.map { csv.field($0, of: row).split(whereSeparator: \.isWhitespace) }
        let words = fields.map { $0.joined(separator: " ") }
        return (row.line, try Cooperative(words, file: file, line: row.line))
      }
    }
  }
}
