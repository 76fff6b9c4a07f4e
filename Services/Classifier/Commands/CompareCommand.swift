import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations
import Messaging

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare", abstract: "Look at what another model would change, before it is put into force.",
    discussion: """
      On cases whose topic is known (--cases), on what people corrected, and on the cases of the last days. A model is \
      a file that `classifier train` wrote, the name of one that was in force, `live` or `shipped`.
      """)

  @OptionGroup var options: SettingsOptions
  @Argument(help: "The model in force, mostly `live`.") var old: String
  @Argument(help: "The model that may follow.") var new: String
  @Option(help: "A file of cases with `expect`; may be said again.") var cases: [String] = []
  @Option(help: "How many days of past cases.") var days = 31

  func run() async throws {
    let settings = try options.classifierSettings()
    let store = try settings.fileIfThere()
    let set = try settings.knowledge.topicSet()
    let (old, new) = (
      try ModelArgument(text: old).file(store), try ModelArgument(text: new).file(store)
    )
    let pair = ModelPair(
      old: try settings.knowledge.classifier(set, old), new: try settings.knowledge.classifier(set, new))
    print("old  \(old.id): \(old.summary)\nnew  \(new.id): \(new.summary)")
    let held = try CaseExample.read(cases)
    if !held.isEmpty { print(pair.judged(held.map { ($0.report, $0.isRight) }, "cases with a known topic")) }
    guard let store else { return }
    let corrections = try await store.read { try CorrectionTable.all(in: $0) }
    if !corrections.isEmpty {
      let learnt = new.head.topics?.lastCorrection ?? 0
      let known = corrections.count { $0.number <= learnt }
      let examples = corrections.map { correction in
        (Report(text: correction.text, channel: .web, receivedAt: Date()), { $0 == correction.topic })
      }
      print(pair.judged(examples, "corrections, \(known) of which the new model has learnt"))
    }
    let since = Date().addingTimeInterval(-Double(days) * 86_400)
    let changes = try await store.read { db in
      var changes = ModelPair.Changes()
      try ClassifiedCaseTable.eachReport(since: since, in: db) { number, report in
        changes.add(number, pair.findings(report))
      }
      return changes
    }
    print(changes.table(days: days))
  }
}

/// Two classifiers side by side.
struct ModelPair: Sendable {
  let old: Classifier
  let new: Classifier

  typealias Findings = (old: Classification, new: Classification)

  func findings(_ report: Report) -> Findings { (old.classify(report), new.classify(report)) }

  /// How often each is right.
  func judged(_ examples: [(report: Report, isRight: (TopicCode) -> Bool)], _ what: String) -> String {
    var (right, sureRight, sure) = ((old: 0, new: 0), (old: 0, new: 0), (old: 0, new: 0))
    var (won, lost) = (0, 0)
    for example in examples {
      let found = findings(example.report)
      let isRight = (old: example.isRight(found.old.topic), new: example.isRight(found.new.topic))
      if isRight.old { right.old += 1 }
      if isRight.new { right.new += 1 }
      if found.old.sure { (sure.old, sureRight.old) = (sure.old + 1, sureRight.old + (isRight.old ? 1 : 0)) }
      if found.new.sure { (sure.new, sureRight.new) = (sure.new + 1, sureRight.new + (isRight.new ? 1 : 0)) }
      if isRight.new, !isRight.old { won += 1 }
      if isRight.old, !isRight.new { lost += 1 }
    }
    return """

      \(examples.count) \(what)
        right              old \(right.old), new \(right.new) (\(won) won, \(lost) lost)
        sure               old \(sure.old), new \(sure.new)
        right where sure   old \(sureRight.old), new \(sureRight.new)
      """
  }

  /// What would have become of past cases.
  struct Changes: Sendable {
    private var count = 0
    private var sure = (old: 0, new: 0)
    private var moves: [[String]: Int] = [:]
    private var examples: [String] = []
    private static let mostExamples = 10

    mutating func add(_ number: CaseNumber, _ found: Findings) {
      count += 1
      if found.old.sure { sure.old += 1 }
      if found.new.sure { sure.new += 1 }
      guard found.old.topic != found.new.topic else { return }
      moves[[found.old.topic.text, found.new.topic.text], default: 0] += 1
      guard examples.count < Self.mostExamples else { return }
      examples.append(
        "  \(number)  \(found.old.topic) (\(found.old.confidence)) -> \(found.new.topic) (\(found.new.confidence))")
    }

    func table(days: Int) -> String {
      let changed = moves.values.reduce(0, +)
      var text = """

        \(count) cases of the last \(days) days
          another topic      \(changed)
          sure               old \(sure.old), new \(sure.new)
        """
      for (move, count) in moves.sorted(by: { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }) {
        text += "\n  \(count)  \(move[0]) -> \(move[1])"
      }
      return examples.isEmpty ? text : text + "\nfor example\n" + examples.joined(separator: "\n")
    }
  }
}
