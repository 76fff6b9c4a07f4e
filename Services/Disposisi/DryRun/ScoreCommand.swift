import ArgumentParser
import Cases
import Foundation
import Texts

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Compare what becomes of cases with what each line expects.")

  /// By what cases are told apart.
  enum Group: String, ExpressibleByArgument, CaseIterable {
    case topic, channel, kind
  }

  @Argument(help: "Files of cases with `expect`, one JSON object a line; - for standard input.") var files: [String]
  @OptionGroup var options: DryRunOptions
  @Flag(help: "One JSON object.") var json = false
  @Flag(help: "Also print each case that is not as expected.") var wrong = false
  @Option(help: "Also print so many of the cases that went to a wrong unit without a person, the surest first.")
  var worst = 0
  @Option(help: "Also print a line for each topic, channel or kind.") var by: [Group] = []

  func run() throws {
    let dryRun = try DryRun(options)
    let lines = try files.flatMap { try CaseFile.lines($0) }.filter { $0.expect != nil }
    var score = Score()
    var judged: [(line: CaseLine, outcome: CaseOutcome, misses: [String])] = []
    for line in lines {
      do {
        let outcome = try dryRun.outcome(of: line)
        judged.append((line, outcome, score.add(line, outcome)))
      } catch let error as FileProblem {
        // What the doors refuse has no score.
        FileHandle.standardError.write(Data("\(error.description)\n".utf8))
      }
    }
    if json { return print(try JSONValue.object(score.json).rendered(), terminator: "") }
    for entry in judged where wrong && !entry.misses.isEmpty {
      print("\(entry.line.id)  \(entry.misses.joined(separator: "; "))")
    }
    print(score.table + "\n" + score.caught, terminator: "")
    for group in by { print("\n" + table(of: group, judged.map { ($0.line, $0.outcome) }), terminator: "") }
    let bad = judged.filter { $0.outcome.isRouted && $0.outcome.decision.unit.code != $0.line.expect?.unit }
      .sorted { $0.outcome.classification.confidence > $1.outcome.classification.confidence }
    if worst > 0 { print("\nwrong units without a person, the surest first") }
    for entry in bad.prefix(worst) {
      let start = entry.line.text.replacing("\n", with: " ").prefix(100)
      print("\(entry.line.id)  \(entry.outcome.classification.confidence)  \(entry.misses.joined(separator: "; "))")
      print("    \(start)")
    }
  }

  private func table(of group: Group, _ cases: [(CaseLine, CaseOutcome)]) -> String {
    let parts = Dictionary(grouping: cases) { line, _ in
      switch group {
      case .topic: line.expect?.topic?.text ?? "-"
      case .channel: line.channel ?? "-"
      case .kind: line.expect?.kind?.rawValue ?? "-"
      }
    }
    var text = "cases  topic  kind   region  routed  right unit  \(group.rawValue)\n"
    for (name, part) in parts.sorted(by: { $0.key < $1.key }) {
      var score = Score()
      for (line, outcome) in part { _ = score.add(line, outcome) }
      text += "\(score.row)  \(name)\n"
    }
    return text
  }
}
