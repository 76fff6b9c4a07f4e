import Cases
import Metrics
import RouterPolicy

/// What operators see of the decisions: above all, how many no rule covered.
enum RouteFigures {
  static let candidateDiffers = Counter(label: "disposisi_candidate_differs")
  /// Words of reporters that a case had already gone past, such as a second agreement.
  static let lateWords = Counter(label: "disposisi_late_words")
  static let implausibleTimes = Counter(label: "disposisi_implausible_times")
  private static let ruled = Counter(label: "disposisi_decisions", dimensions: [("by", "rule")])
  private static let triaged = Dictionary(
    uniqueKeysWithValues: RuleBook.Triage.allCases.map { why in
      (why.rawValue, Counter(label: "disposisi_decisions", dimensions: [("by", why.rawValue)]))
    })

  static func count(_ routed: CaseRouted) {
    (triaged[routed.rule] ?? ruled).increment()
    Counter(label: "disposisi_unit_cases", dimensions: [("unit", routed.unit.text)]).increment()
    Counter(label: "disposisi_topic_cases", dimensions: [("topic", routed.classification.topic.text)])
      .increment()
  }
}
