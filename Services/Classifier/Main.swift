import ArgumentParser
import Cases
import ClassifierCore
import Contract
import Operations
import Messaging

@main struct ClassifierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier", abstract: "Finds what a case is about: topic, kind, place and cooperative.",
    version: BuildVersion.text,
    subcommands: [
      Serve.self, Check.self, Classify.self, TrainCommand.self, EvaluateCommand.self, ThresholdsCommand.self,
      CompareCommand.self, ModelsCommand.self, SpeedCommand.self, DeadCommand<Identity>.self,
      HeldCommand<Identity>.self,
      ResendCommand<Identity>.self, LedgerCommand<Identity>.self,
    ], defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = ServiceName.classifier.rawValue
  static let worksWithoutBroker = false
  static let ledger = ServiceLedger(cases: "SELECT number, 'classified', classified_at, 0 FROM cases")
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the service (the default).")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let settings = try ClassifierSettings(&source)
    let process = try ServiceProcess(service: Identity.name, settings: settings.common)
    let store = try Store(path: settings.common.databasePath, migrate: ClassifierSchema.register)
    let set = try settings.knowledge.topicSet()
    let choice = try await store.pool.read { try ModelChoice.current(for: set, in: $0) }
    let (model, news) = try await choice.adopt(in: store)
    if let news { process.logger.notice("another model is in force", metadata: ["why": "\(news)"]) }
    let change = try await store.pool.read { try ModelTable.last(in: $0)?.number }
    let seen = ModelWatcher.Seen(change: change, stamp: settings.knowledge.stamp)
    let inForce = ModelInForce(try settings.knowledge.classifier(set, model))
    ClassifierStatus(inForce: inForce, store: store).add(to: process.board)
    var service = StageService(Identity.self, store: store, settings: settings.stage, process: process)
    service.consume(ServiceName.classifier.queue, with: ClassifyStage(inForce: inForce), process: process)
    let watcher = ModelWatcher(
      store: store, inForce: inForce, set: set, knowledge: settings.knowledge, model: model,
      recentDays: settings.recentDays, logger: process.logger, seen: seen)
    try await process.run(service.services + [watcher])
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check settings and files without starting.")

  @OptionGroup var options: SettingsOptions

  func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = try ClassifierSettings(&source)
    let set = try settings.knowledge.topicSet()
    let (gazetteer, registry) = (try settings.knowledge.gazetteer(), try settings.knowledge.registry())
    let shipped = try ModelFile.shipped()
    print(source.printed(), terminator: "")
    let model = shipped.fits(set) ? "the shipped model fits" : "a model will be trained at the start"
    print(
      """
      ok: \(set.id), \(set.topics.count) topics, \(set.topics.reduce(0) { $0 + $1.examples.count }) examples; \(model); \
      \(gazetteer.all.count + gazetteer.deeperCount) places, \(registry.cooperatives.count) cooperatives
      """)
  }
}
