import ArgumentParser
import ClassifierCore
import Foundation
import Operations

/// Where the labelled texts are.
struct ExampleOptions: ParsableArguments {
  @Option(help: "A CSV file with a header, or JSON Lines (.jsonl).") var examples: String
  @Option(help: "The column, or JSON key, of the text.") var text = "text"
  @Option(help: "The column, or JSON key, of the label.") var label = "label"

  func read() throws -> [LabelledText] { try LabelledFile.examples(examples, text: text, label: label) }
}

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Make a model from labelled texts, whatever the labels.",
    discussion: "The same examples in the same order give the same model, byte for byte.")

  @OptionGroup var source: ExampleOptions
  @Option(help: "The file to write.") var model: String
  @Option(help: "How much a wrong example costs against a simple model.") var cost = TrainingOptions().cost
  @Option(help: "In how many texts a feature must be.") var least = TrainingOptions().least
  @Option(help: "How much rare labels are favoured, from 0 to 1.") var balance = TrainingOptions().balance
  @Option(help: "Also try it by so many folds, and keep the figures in the file; 0 does not.") var folds = 0

  func validate() throws {
    guard cost > 0, least >= 1, (0...1).contains(balance), folds == 0 || (2...20).contains(folds) else {
      throw ValidationError("expected --cost above 0, --least from 1, --balance from 0 to 1, --folds 0 or from 2 to 20")
    }
  }

  func run() throws {
    let examples = try source.read()
    var options = TrainingOptions()
    (options.cost, options.least, options.balance) = (cost, least, balance)
    let training = try ModelTraining(examples, options: options)
    var bar = ProgressBar("training", total: 100)
    var figures: [String: Double] = [:]
    if folds > 0 {
      let trials = training.crossValidate(folds: folds) { bar.show(Int($0 * 50)) }
      let evaluation = Evaluation(trials.map { ($0.expected, $0.found, $0.probability) })
      figures = ["folds": Double(folds), "accuracy": evaluation.accuracy, "macro_f1": evaluation.macroF1]
    }
    let made = training.model { bar.show(folds > 0 ? 50 + Int($0 * 50) : Int($0 * 100)) }
    bar.finish()
    let head = ModelFile.Head(
      labels: made.labels, columns: made.columns, slope: made.slope, examples: examples.count,
      data: LabelledFile.fingerprint(examples), options: options, figures: figures)
    let file = ModelFile(head: head, model: made)
    let data = try file.encoded()
    try data.write(to: URL(filePath: model), options: .atomic)
    print(
      "\(file.id): \(examples.count) examples, \(made.labels.count) labels, \(made.columns) features, \(data.count) bytes"
    )
    for (name, value) in figures.sorted(by: { $0.key < $1.key }) { print("\(name)  \(value)") }
  }
}
