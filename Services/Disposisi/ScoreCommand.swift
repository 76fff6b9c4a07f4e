import ArgumentParser
import Cases
import Foundation

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Compare what becomes of cases with what each line expects.")

  @Argument(help: "A file of cases with `expect`, one JSON object a line; - for standard input.") var file: String
  @OptionGroup var options: DryRunOptions
  @Flag(help: "One JSON object.") var json = false
  @Flag(help: "Also print each case that is not as expected.") var wrong = false

  func run() throws {
    let dryRun = try DryRun(options)
    var score = Score()
    for line in try CaseFile.lines(file) {
      let outcome = dryRun.outcome(of: line)
      let misses = score.add(line, outcome)
      if wrong, !misses.isEmpty { print("\(line.id)  \(misses.joined(separator: "; "))") }
    }
    print(json ? try JSONValue.object(score.json).rendered() : score.table, terminator: "")
  }
}

/// How many fields are as expected.
private struct Score {
  private var cases = 0
  private var right: [String: Int] = [:]
  private var judged: [String: Int] = [:]
  private var routed = 0
  private var routedRight = 0
  private static let fields = ["topic", "kind", "region", "unit", "cc"]

  /// - Returns: what is not as expected.
  mutating func add(_ line: CaseLine, _ outcome: CaseOutcome) -> [String] {
    guard let expected = line.expect else { return [] }
    cases += 1
    let (found, decision) = (outcome.classification, outcome.decision)
    let topics = [expected.topic].compactMap { $0 } + (expected.also ?? [])
    var misses: [String] = []
    judge("topic", topics.contains(found.topic), "\(found.topic)", "\(expected.topic?.text ?? "-")", &misses)
    judge("kind", expected.kind == found.kind, found.kind.rawValue, expected.kind?.rawValue ?? "-", &misses)
    let region = found.region.map { $0.regency ?? $0 }
    judge("region", region == expected.region, region?.text ?? "-", expected.region?.text ?? "-", &misses)
    judge("unit", expected.unit == decision.unit.code, "\(decision.unit.code)", expected.unit?.text ?? "-", &misses)
    judge("cc", Set(expected.cc ?? []) == Set(decision.cc), "\(decision.cc)", "\(expected.cc ?? [])", &misses)
    if decision.unit.code != .triage {
      routed += 1
      if expected.unit == decision.unit.code { routedRight += 1 }
    }
    return misses
  }

  private mutating func judge(
    _ field: String, _ isRight: Bool, _ found: String, _ expected: String, _ misses: inout [String]
  ) {
    judged[field, default: 0] += 1
    if isRight {
      right[field, default: 0] += 1
    } else {
      misses.append("\(field): found \(found), expected \(expected)")
    }
  }

  var json: [String: JSONValue] {
    var object: [String: JSONValue] = [
      "cases": .integer(cases), "routed": .integer(routed), "routed_right": .integer(routedRight),
    ]
    for field in Self.fields { object[field] = .number(share(right[field] ?? 0, judged[field] ?? 0)) }
    return object
  }

  var table: String {
    var text = "cases    \(cases)\n"
    for field in Self.fields {
      let (good, all) = (right[field] ?? 0, judged[field] ?? 0)
      text += "\(field)\(String(repeating: " ", count: 9 - field.count))\(share(good, all))  (\(good) of \(all))\n"
    }
    text += "routed without a person  \(share(routed, cases))  (\(routed) of \(cases))\n"
    return text + "of these, right unit     \(share(routedRight, routed))  (\(routedRight) of \(routed))\n"
  }

  private func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : (Double(part) / Double(whole) * 1000).rounded() / 1000
  }
}
