import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations

struct ThresholdsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "thresholds",
    abstract: "Propose from which confidence cases go to a unit without a person, from cases whose topic is known.",
    discussion: "Take cases that no model was trained on. The setting is CLASSIFIER_THRESHOLD, in percent.")

  @OptionGroup var options: SettingsOptions
  @Argument(help: "Files of cases with `expect`, one JSON object a line.") var files: [String]
  @Option(help: "How often the topic must be right where no person looks.") var precision = 0.95
  @Option(help: "A model's file or name; `live` is the one in force.") var model = "live"

  func validate() throws {
    guard (0.5...1).contains(precision) else { throw ValidationError("--precision: expected from 0.5 to 1") }
  }

  func run() throws {
    let settings = try options.classifierSettings()
    let file = try ModelArgument(text: model).file(settings.fileIfThere())
    let classifier = try settings.knowledge.classifier(settings.knowledge.topicSet(), file)
    let trials = try CaseExample.read(files).map { example in
      let found = classifier.classify(example.report)
      // What is right too counts as what was expected.
      let expected = example.isRight(found.topic) ? found.topic : example.expect.topic
      return (expected: expected.text, found: found.topic.text, probability: found.confidence)
    }
    let evaluation = Evaluation(trials)
    print("\(file.id) on \(trials.count) cases: \(percent(evaluation.accuracy)) right, whatever the confidence")
    print("precision  cases routed  threshold")
    for wanted in Set([0.90, 0.95, 0.98, precision]).sorted() {
      let found = evaluation.coverage(precision: wanted)
      let mark = wanted == precision ? "  <- CLASSIFIER_THRESHOLD=\(Int((found.threshold * 100).rounded()))" : ""
      print(
        "\(percent(wanted))      \(percent(found.share))        \(Int((found.threshold * 100).rounded()))\(mark)")
    }
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
