import ArgumentParser
import Cases
import Foundation

struct DryRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dry-run",
    abstract: "Classify and route cases of a JSON Lines file with the production cores, without a broker.")

  @Argument(help: "A file of cases, one JSON object a line; - for standard input.") var file: String
  @Option(help: "A file of code,name lines with further places; may be said again.") var places: [String] = []
  @Option(help: "A rule book's folder; without it the shipped book.") var book: String?

  func run() throws {
    let dryRun = try DryRun(places: places, book: book)
    for line in try CaseFile.lines(file) {
      var object = dryRun.outcome(of: line).json
      object["id"] = .text(line.id)
      print(try JSONValue.object(object).line())
    }
  }
}
