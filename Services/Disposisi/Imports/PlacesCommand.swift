import ArgumentParser
import Foundation
import Operations
import Places
import Texts

struct PlacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "places", abstract: "The kecamatan and villages that the classifier knows.",
    subcommands: [Import.self])

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take over the official lists of kecamatan and villages.",
      discussion: """
        Each file has lines of code,name, or code;name; a header and further columns are passed over. What was imported before stays, \
        a code that comes again gets its new name. The running classifier takes the new file within seconds.
        """)

    @Argument(help: "Files of code,name lines.") var files: [String]
    @Option(help: "The file to write; without it the one that the environment's CLASSIFIER_PLACES names.")
    var to: String?

    func run() throws {
      let target = try ImportTarget(to, variable: "CLASSIFIER_PLACES")
      let shipped = try Gazetteer.shipped()
      var gazetteer = shipped
      for file in target.existing { gazetteer = try gazetteer.adding(csv: TextFolder.file(file), file: file) }
      for file in files {
        gazetteer = try gazetteer.adding(csv: Self.plain(TextFolder.file(file), file: file), file: file)
      }
      let table = gazetteer.deeperTable
      // What the classifier would refuse is refused here.
      _ = try shipped.adding(csv: table, file: target.path)
      try target.write(table)
      let (districts, villages) = gazetteer.deeperCounts
      print("\(target.path): \(districts) kecamatan, \(villages) villages")
    }

    /// As the gazetteer keeps places, each on the line that it begins on: spreadsheets quote, and part by semicolons.
    static func plain(_ text: String, file: String) throws -> String {
      let csv = try CSVTable(text, file: file)
      var lines = [csv.header.prefix(2).joined(separator: ",")]
      for row in csv.rows {
        let fields = row.fields.prefix(2).map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        if let name = fields.first(where: { $0.contains(",") }) {
          throw FileProblem(file, row: row.line, found: name, expected: "code,name without another comma")
        }
        lines += Array(repeating: "", count: max(0, row.line - 1 - lines.count))
        lines.append(fields.joined(separator: ","))
      }
      return lines.joined(separator: "\n")
    }
  }
}

/// The file that an import writes: merged with what was there, and replaced in one moment.
struct ImportTarget {
  let path: String

  init(_ path: String?, variable: String) throws {
    guard let path = path ?? ProcessInfo.processInfo.environment[variable], !path.isEmpty else {
      throw ValidationError("say --to FILE, or name the file in the environment's \(variable)")
    }
    self.path = path
  }

  var existing: [String] { FileManager.default.fileExists(atPath: path) ? [path] : [] }

  func write(_ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path), options: .atomic) }
}
