import ArgumentParser
import Cases
import ClassifierCore
import Operations
import Stage

@main struct ClassifierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier", abstract: "Finds what a case is about: topic, kind and place.",
    subcommands: [
      Serve.self, Check.self, Classify.self, TrainCommand.self, EvaluateCommand.self, DeadCommand<Identity>.self,
    ], defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = "classifier"
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the service (the default).")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let settings = try ClassifierSettings(&source)
    let classifier = try settings.classifier()
    let process = try ServiceProcess(service: Identity.name, settings: settings.common)
    let store = try Store(path: settings.common.databasePath)
    var service = StageService(name: Identity.name, store: store, settings: settings.stage, process: process)
    service.hear(Topology.classifierQueue, with: ClassifyStage(classifier: classifier), process: process)
    try await process.run(service.services)
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check settings and files without starting.")

  @OptionGroup var options: SettingsOptions

  func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = try ClassifierSettings(&source)
    let classifier = try settings.classifier()
    print(source.printed(), terminator: "")
    print("ok: \(classifier.topics.count) topics")
  }
}
