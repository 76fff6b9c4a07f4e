import ArgumentParser
import ClassifierCore
import Foundation
import Operations
import Messaging

struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train", abstract: "Make a model from labelled texts, whatever the labels, or from the topic files.",
    discussion: """
      With --examples a model of that file's labels; without it the model that `serve` uses, from the topics' own \
      examples. The same examples in the same order give the same model, byte for byte.
      """)

  @OptionGroup var options: SettingsOptions
  @Option(help: "A CSV file with a header, or JSON Lines (.jsonl); without it the topic files' examples.")
  var examples: String?
  @OptionGroup var keys: ExampleKeys
  @Option(help: "The file to write.") var model: String
  @Option(help: "How much a wrong example costs against a simple model; 1, and 0.5 for the topic files.") var cost:
    Double?
  @Option(help: "In how many texts a feature must be.") var least = TrainingOptions().least
  @Option(help: "How much rare labels are favoured, from 0 to 1.") var balance = TrainingOptions().balance
  @Option(help: "Also try it by so many folds, and keep the figures in the file; 0 does not.") var folds = 0
  @Flag(help: "Also learn from what people corrected, as the service's database keeps it.") var withCorrections = false

  func validate() throws {
    guard cost ?? 1 > 0, least >= 1, (0...1).contains(balance), folds == 0 || (2...20).contains(folds) else {
      throw ValidationError("expected --cost above 0, --least from 1, --balance from 0 to 1, --folds 0 or from 2 to 20")
    }
    guard !withCorrections || examples == nil else {
      throw ValidationError("--with-corrections belongs to the topic files: say it without --examples")
    }
  }

  func run() throws {
    var options = examples == nil ? .topics : TrainingOptions()
    (options.cost, options.least, options.balance) = (cost ?? options.cost, least, balance)
    let file = try examples.map { try ofLabels($0, options) } ?? ofTopics(options)
    let data = try file.encoded()
    try data.write(to: URL(filePath: model), options: .atomic)
    let labels = file.head.questions[0].labels.count
    print(
      "\(file.id): \(file.head.examples) examples, \(labels) labels, \(file.head.columns) features, \(data.count) bytes"
    )
    for (name, value) in file.head.figures.sorted(by: { $0.key < $1.key }) { print("\(name)  \(value)") }
  }

  private func ofLabels(_ path: String, _ options: TrainingOptions) throws -> ModelFile {
    let examples = try LabelledFile.examples(path, text: keys.text, label: keys.label)
    let training = try ModelTraining(examples, options: options)
    return try TrainingRun(folds: folds).model(
      crossValidate: training.crossValidate, train: training.model
    ) { model, figures in
      ModelFile(
        head: ModelFile.Head(
          model: model, examples: examples.count, data: LabelledFile.fingerprint(examples), options: options,
          figures: figures), model: model)
    }
  }

  private func ofTopics(_ options: TrainingOptions) throws -> ModelFile {
    let settings = try self.options.classifierSettings()
    let corrections =
      withCorrections
      ? try StateFile.read(self.options, ClassifierMain.name).read { try CorrectionTable.all(in: $0) } : []
    let training = try TopicTraining(try settings.knowledge.topicSet(), corrections: corrections, options: options)
    return try TrainingRun(folds: folds).model(
      crossValidate: training.crossValidate, train: training.model
    ) { file, figures in
      var head = file.head
      head.figures = figures
      return ModelFile(head: head, model: file.model)
    }
  }
}

/// The keys of labelled texts.
struct ExampleKeys: ParsableArguments {
  @Option(help: "The column, or JSON key, of the text.") var text = "text"
  @Option(help: "The column, or JSON key, of the label.") var label = "label"
}

/// Training with its progress shown, and tried before where that is wanted.
struct TrainingRun {
  let folds: Int

  func model<Made>(
    crossValidate: (Int, (Double) -> Void) throws -> [ModelTraining.Trial],
    train: ((Double) -> Void) throws -> Made, file: (Made, [String: Double]) -> ModelFile
  ) throws -> ModelFile {
    var bar = ProgressBar("training", total: 100)
    var figures: [String: Double] = [:]
    if folds > 0 {
      let trials = try crossValidate(folds) { bar.show(Int($0 * 50)) }
      let evaluation = Evaluation(trials.map { ($0.expected, $0.found, $0.probability) })
      figures = ["folds": Double(folds), "accuracy": evaluation.accuracy, "macro_f1": evaluation.macroF1]
    }
    let made = try train { bar.show(folds > 0 ? 50 + Int($0 * 50) : Int($0 * 100)) }
    bar.finish()
    return file(made, figures)
  }
}
