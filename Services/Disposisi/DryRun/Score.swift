import Cases
import Foundation
import Operations

/// How many fields are as expected.
struct Score {
  private var cases = 0
  private var right: [String: Int] = [:]
  private var judged: [String: Int] = [:]
  private(set) var routed = 0
  private(set) var routedRight = 0
  private var errors = CaughtErrors()
  private static let fields = ["topic", "kind", "region", "unit", "cc"]

  /// - Returns: what is not as expected.
  mutating func add(_ line: CaseLine, _ outcome: CaseOutcome) -> [String] {
    guard let expected = line.expect else { return [] }
    cases += 1
    let (found, decision) = (outcome.classification, outcome.decision)
    var misses: [String] = []
    judge("topic", expected.topics.contains(found.topic), "\(found.topic)", "\(expected.topic?.text ?? "-")", &misses)
    judge("kind", expected.kind == found.kind, found.kind.rawValue, expected.kind?.rawValue ?? "-", &misses)
    let region = outcome.region
    judge("region", region == expected.region, region?.text ?? "-", expected.region?.text ?? "-", &misses)
    judge("unit", expected.unit == decision.unit.code, "\(decision.unit.code)", expected.unit?.text ?? "-", &misses)
    judge("cc", Set(expected.cc ?? []) == Set(decision.cc), "\(decision.cc)", "\(expected.cc ?? [])", &misses)
    errors.add(line, outcome)
    if outcome.isRouted {
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

  /// The share of a field that is as expected.
  func share(_ field: String) -> Double { share(right[field] ?? 0, judged[field] ?? 0) }

  /// Of what is routed without a person, how much is at the right unit.
  var precision: Double { share(routedRight, routed) }

  var json: [String: JSONValue] {
    var object: [String: JSONValue] = [
      "cases": .integer(cases), "routed": .integer(routed), "routed_right": .integer(routedRight),
    ]
    for field in Self.fields { object[field] = .number(share(field)) }
    object["wrong_units"] = errors.json
    return object
  }

  var table: String {
    var text = "cases    \(cases)\n"
    for field in Self.fields {
      text +=
        "\(field)\(String(repeating: " ", count: 9 - field.count))\(share(field))  (\(right[field] ?? 0) of \(judged[field] ?? 0))\n"
    }
    text += "routed without a person  \(share(routed, cases))  (\(routed) of \(cases))\n"
    return text + "of these, right unit     \(precision)  (\(routedRight) of \(routed))\n"
  }

  /// Which errors a higher threshold would have caught.
  var caught: String { errors.table }

  /// The same as one line of a table.
  var row: String {
    let shares = ["topic", "kind", "region"].map(share) + [share(routed, cases), precision]
    let texts = shares.map(TableFigure.share)
    let count = TableFigure.count(cases)
    return "\(count)  \(texts[0])  \(texts[1])  \(texts[2])   \(texts[3])   \(texts[4])     "
  }

  private func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : (Double(part) / Double(whole) * 1000).rounded() / 1000
  }
}
