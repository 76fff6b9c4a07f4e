import ArgumentParser
import Cases
import Foundation

struct DryRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dry-run",
    abstract: "Classify and route cases of a JSON Lines file with the production cores, without a broker.")

  @Argument(help: "A file of cases, one JSON object a line; - for standard input.") var file: String
  @OptionGroup var options: DryRunOptions

  func run() throws {
    let dryRun = try DryRun(options)
    for line in try CaseFile.lines(file) {
      var object = try dryRun.outcome(of: line).json
      object["id"] = .text(line.id)
      print(try JSONValue.object(object).line())
    }
  }
}
