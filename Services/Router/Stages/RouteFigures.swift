import Cases
import Metrics
import Operations
import RouterPolicy

/// What operators see of the decisions: above all, how many no rule covered.
enum RouteFigures {
  static let candidateDiffers = Counter(label: "disposisi_candidate_differs")
  /// Words of reporters that a case had already gone past, such as a second agreement.
  static let lateWords = Counter(label: "disposisi_late_words")
  static let implausibleTimes = Counter(label: "disposisi_implausible_times")
  private static let decisions = CountersByWord(
    "disposisi_decisions", by: "by", expecting: ["rule"] + RuleBook.Triage.allCases.map(\.rawValue))
  private static let units = CountersByWord("disposisi_unit_cases", by: "unit")
  private static let topics = CountersByWord("disposisi_topic_cases", by: "topic")

  /// That this book decides from now on.
  static func begin(_ book: RuleBook) {
    units.expect(book.units.all.map(\.code.text))
    topics.expect(book.topics.map(\.text))
  }

  static func count(_ routed: CaseRouted) {
    decisions.increment(RuleBook.Triage(rawValue: routed.rule)?.rawValue ?? "rule")
    units.increment(routed.unit.text)
    topics.increment(routed.classification.topic.text)
  }
}
