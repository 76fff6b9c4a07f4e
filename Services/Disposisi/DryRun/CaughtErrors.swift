import Cases
import Operations

/// Which wrong units a higher threshold would have given to people, and what that would have cost: a threshold weighs the
/// topic alone, so what is wrong with a place passes it.
struct CaughtErrors {
  /// What made a case go to a wrong unit.
  enum Cause: String, CaseIterable {
    case topic, place
    /// Topic and place are right: it is who supervises, by where members live.
    case members
  }

  static let thresholds = [0.8, 0.85, 0.9, 0.95, 0.99]
  private var wrong: [Cause: [Double]] = [:]
  private var right: [Double] = []

  mutating func add(_ line: CaseLine, _ outcome: CaseOutcome) {
    guard let expected = line.expect, outcome.isRouted else { return }
    let found = outcome.classification
    guard expected.unit != outcome.decision.unit.code else { return right.append(found.confidence) }
    let cause: Cause =
      if !expected.topics.contains(found.topic) {
        .topic
      } else if outcome.region != expected.region {
        .place
      } else {
        .members
      }
    wrong[cause, default: []].append(found.confidence)
  }

  var table: String {
    let head = Self.thresholds.map { String($0).padding(4) }.joined(separator: "  ")
    var text = "wrong unit because of      all  of these below \(head)\n"
    for cause in Cause.allCases { text += Self.row(cause.rawValue, wrong[cause] ?? []) }
    return text + Self.row("(right units)", right)
  }

  /// By cause: all, and those below each threshold.
  var json: JSONValue {
    var object: [String: JSONValue] = ["right": Self.counts(right)]
    for cause in Cause.allCases { object[cause.rawValue] = Self.counts(wrong[cause] ?? []) }
    return .object(object)
  }

  private static func counts(_ confidences: [Double]) -> JSONValue {
    var object: [String: JSONValue] = ["all": .integer(confidences.count)]
    for threshold in thresholds { object["below_\(threshold)"] = .integer(confidences.count { $0 < threshold }) }
    return .object(object)
  }

  private static func row(_ name: String, _ confidences: [Double]) -> String {
    let caught = thresholds.map { limit in TableFigure.count(confidences.count { $0 < limit }) }.joined(separator: " ")
    let padded = name + String(repeating: " ", count: max(1, 24 - name.count))
    return "\(padded)\(TableFigure.count(confidences.count))                 \(caught)\n"
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
