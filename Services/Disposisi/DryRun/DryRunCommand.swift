import ArgumentParser
import Cases
import Foundation
import Texts

struct DryRunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dry-run",
    abstract: "Classify and route cases of a JSON Lines file with the production cores, without a broker.",
    discussion: "A line that the doors would refuse is answered with its `error`, and makes the exit status 1.")

  @Argument(help: "A file of cases, one JSON object a line; - for standard input.") var file: String
  @OptionGroup var options: DryRunOptions

  func run() throws {
    let dryRun = try DryRun(options)
    var isAllTaken = true
    for line in try CaseFile.lines(file) {
      // One that the doors refuse says so in its place, and the others go on.
      var object: [String: JSONValue]
      do { object = try dryRun.outcome(of: line).json } catch let error as FileProblem {
        object = ["error": .text(error.description)]
        isAllTaken = false
      }
      object["id"] = .text(line.id)
      print(try JSONValue.object(object).line())
    }
    if !isAllTaken { throw ExitCode.failure }
  }
}
