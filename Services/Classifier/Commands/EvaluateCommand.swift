import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate", abstract: "Compare what a model finds with what people said.",
    discussion: "With --folds no model is needed: each text is tried by one that was trained without it.")

  @Option(help: "A CSV file with a header, or JSON Lines (.jsonl).") var examples: String
  @OptionGroup var keys: ExampleKeys
  @Option(help: "A file that `classifier train` wrote.") var model: String?
  @Option(help: "Cross-validate by so many folds, instead of --model.") var folds: Int?
  @Flag(help: "One JSON object.") var json = false

  func validate() throws {
    guard (model == nil) != (folds == nil) else { throw ValidationError("say --model FILE or --folds N") }
    if let folds, !(2...20).contains(folds) { throw ValidationError("--folds: found \(folds), expected 2 to 20") }
  }

  func run() throws {
    let examples = try LabelledFile.examples(self.examples, text: keys.text, label: keys.label)
    let evaluation = Evaluation(try folds.map { try crossValidated(examples, $0) } ?? tried(examples))
    print(json ? try evaluation.json.line() + "\n" : evaluation.table, terminator: "")
  }

  private func crossValidated(
    _ examples: [LabelledText], _ folds: Int
  ) throws -> [Evaluation.Trial] {
    var bar = ProgressBar("trying", total: 100)
    defer { bar.finish() }
    return try ModelTraining(examples).crossValidate(folds: folds) { bar.show(Int($0 * 100)) }
      .map { ($0.expected, $0.found, $0.probability) }
  }

  private func tried(_ examples: [LabelledText]) throws -> [Evaluation.Trial] {
    let path = model ?? ""
    let file = try ModelFile(TextFolder.bytes(path), file: path)
    return examples.map { example in
      let best = file.model.predict(0, file.model.read(TextNormalizer.shipped.words(example.text)))[0]
      return (example.label, best.label, best.probability)
    }
  }
}

extension Evaluation {
  private static let precisions = [0.90, 0.95, 0.99]

  fileprivate var table: String {
    var text =
      "texts      \(count)\naccuracy   \(TableFigure.share(accuracy))\nmacro-F1   \(TableFigure.share(macroF1))\n"
    text += "calibration error  \(TableFigure.share(calibrationError))\n\nprecision  recall  F1     texts  label\n"
    for figures in labels {
      let numbers = [figures.precision, figures.recall, figures.f1].map(TableFigure.share)
      text +=
        "\(numbers[0])      \(numbers[1])   \(numbers[2])  \(TableFigure.count(figures.count))  \(figures.label)\n"
    }
    text += "\nmost confused (expected → found)\n"
    for entry in confusions.prefix(15) {
      text += "\(TableFigure.count(entry.count))  \(entry.expected) → \(entry.found)\n"
    }
    text += "\nstated  right  texts\n"
    for part in calibration {
      text +=
        "\(TableFigure.share(part.probability))   \(TableFigure.share(part.right))  \(TableFigure.count(part.count))\n"
    }
    text += "\nprecision  coverage  from probability\n"
    for precision in Self.precisions {
      let found = coverage(precision: precision)
      text +=
        "\(TableFigure.share(precision))      \(TableFigure.share(found.share))     \(TableFigure.share(found.threshold))\n"
    }
    return text
  }

  fileprivate var json: JSONValue {
    [
      "texts": .integer(count), "accuracy": .number(accuracy), "macro_f1": .number(macroF1),
      "calibration_error": .number(calibrationError),
      "labels": .list(
        labels.map {
          [
            "label": .text($0.label), "texts": .integer($0.count), "precision": .number($0.precision),
            "recall": .number($0.recall), "f1": .number($0.f1),
          ]
        }),
      "coverage": .list(
        Self.precisions.map { precision in
          let found = coverage(precision: precision)
          return [
            "precision": .number(precision), "coverage": .number(found.share), "threshold": .number(found.threshold),
          ]
        }),
    ]
  }
}
