import ArgumentParser
import Cases
import ClassifierCore
import Contract
import GRDB
import Messaging
import Operations
import ServiceLifecycle
import Topics

@main struct ClassifierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier", abstract: "Finds what a case is about: topic, kind, place and cooperative.",
    version: BuildVersion.text,
    subcommands: [
      Serve<ClassifierMain>.self, Check<ClassifierMain>.self, ClassifyCommand.self, TrainCommand.self,
      EvaluateCommand.self,
      ThresholdsCommand.self, CompareCommand.self, ModelsCommand.self, SpeedCommand.self,
    ] + ClassifierMain.commands, defaultSubcommand: Serve<ClassifierMain>.self)
}

enum ClassifierMain: ServiceMain {
  static let name = ServiceName.classifier.rawValue
  static let worksWithoutBroker = false
  static let ledger = ServiceLedger(cases: "SELECT number, 'classified', classified_at, 0 FROM cases")

  static func read(_ settings: ClassifierSettings) throws -> TopicSet { try settings.knowledge.topicSet() }

  static func migrate(_ migrator: inout DatabaseMigrator) { ClassifierSchema.register(&migrator) }

  static func check(_ settings: ClassifierSettings, _ set: TopicSet) throws -> String {
    let (gazetteer, registry) = (try settings.knowledge.gazetteer(), try settings.knowledge.registry())
    let model = try ModelFile.shipped().fits(set) ? "the shipped model fits" : "a model will be trained at the start"
    return """
      \(set.id), \(set.topics.count) topics, \(set.topics.reduce(0) { $0 + $1.examples.count }) examples; \(model); \
      \(gazetteer.all.count + gazetteer.deeperCount) places, \(registry.cooperatives.count) cooperatives
      """
  }

  static func start(
    _ settings: ClassifierSettings, _ set: TopicSet, _ service: inout StageService, _ process: ServiceProcess
  ) async throws -> [any Service] {
    let store = service.store
    let choice = try await store.pool.read { try ModelChoice.current(for: set, in: $0) }
    let (model, news) = try await choice.adopt(in: store)
    if let news { process.logger.notice("another model is in force", metadata: ["why": "\(news)"]) }
    let change = try await store.pool.read { try ModelTable.last(in: $0)?.number }
    let seen = ModelWatcher.Seen(change: change, stamp: settings.knowledge.stamp)
    let inForce = ModelInForce(try settings.knowledge.classifier(set, model))
    ClassifierStatus(inForce: inForce, store: store).add(to: process.board)
    service.consume(ServiceName.classifier.queue, with: ClassifyStage(inForce: inForce), process: process)
    return [
      ModelWatcher(
        store: store, inForce: inForce, set: set, knowledge: settings.knowledge, model: model,
        recentDays: settings.recentDays, logger: process.logger, seen: seen)
    ]
  }
}
