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

  /// From the start: what has not happened yet is 0, not nothing.
  static func begin(_ book: RuleBook) {
    for unit in book.units.all { units(unit.code).increment(by: 0) }
    for topic in book.topics { topics(topic).increment(by: 0) }
  }

  private static func units(_ code: UnitCode) -> Counter {
    Counter(label: "disposisi_unit_cases", dimensions: [("unit", code.text)])
  }

  private static func topics(_ code: TopicCode) -> Counter {
    Counter(label: "disposisi_topic_cases", dimensions: [("topic", code.text)])
  }

  static func count(_ routed: CaseRouted) {
    (triaged[routed.rule] ?? ruled).increment()
    units(routed.unit).increment()
    topics(routed.classification.topic).increment()
  }
}
