import ArgumentParser
import ClassifierCore
import Foundation
import GRDB
import Operations
import Messaging

struct ModelsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List models, put one into force, take that back.",
    subcommands: [List.self, Use.self, Undo.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Which model was in force since when; the latest first.")

    @OptionGroup var options: SettingsOptions

    func run() throws {
      let (changes, kept) = try StateFile.read(options, ClassifierMain.name).read { db in
        let changes = try ModelTable.changes(in: db, limit: 50)
        return (changes, try Set(changes.map(\.model)).sorted().map { try ModelTable.find($0, in: db) })
      }
      if changes.isEmpty { print("none yet: the service takes the shipped model when it starts") }
      for change in changes { print("\(change.changedAt.ISO8601Format())  \(change.model)  \(change.reason)") }
      for model in kept { print("\(model.id): \(model.summary)") }
    }
  }

  struct Use: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Put a model into force; the running service takes it within seconds.")

    @OptionGroup var options: SettingsOptions
    @Argument(help: "A file that `classifier train` wrote, or the name of a model that was in force.") var model: String
    @Option(help: "Why, for the list.") var reason = "put into force by hand"

    func run() async throws {
      let settings = try options.classifierSettings()
      let store = try StateFile.write(options, ClassifierMain.name)
      let file = try ModelArgument(text: model).file(store)
      // What does not fit is refused here, not by the running service.
      _ = try settings.knowledge.classifier(settings.knowledge.topicSet(), file)
      let isNews = try await store.write { [reason] db in
        guard try ModelTable.last(in: db)?.model != file.id else { return false }
        try ModelTable.use(file, reason: reason, at: Date(), in: db)
        return true
      }
      print("\(file.id) is in force\(isNews ? "" : " already")")
    }
  }

  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Put the model that was in force before back into force.")

    @OptionGroup var options: SettingsOptions

    func run() async throws {
      let before = try await StateFile.write(options, ClassifierMain.name).write { db in
        let changes = try ModelTable.changes(in: db, limit: 1000)
        guard let now = changes.first, let before = changes.first(where: { $0.model != now.model }) else {
          throw TrainingError(description: "found no model before the one in force")
        }
        try ModelTable.use(id: before.model, reason: "took \(now.model) back", at: Date(), in: db)
        return before.model
      }
      print("\(before) is in force again")
    }
  }
}

/// A model by its file, or by the name under which the service keeps it.
struct ModelArgument {
  let text: String

  /// - Parameter store: the service's database, where there is one.
  func file(_ store: DatabaseQueue?) throws -> ModelFile {
    if let data = FileManager.default.contents(atPath: text) { return try ModelFile(data, file: text) }
    guard let store, text != "shipped" else {
      guard ["shipped", "live"].contains(text) else {
        throw TrainingError(description: "\(text): there is no such file, or it cannot be read")
      }
      return try ModelFile.shipped()
    }
    let text = text
    return try store.read { db in
      guard text == "live" else { return try ModelTable.find(text, in: db) }
      guard let last = try ModelTable.last(in: db) else { return try ModelFile.shipped() }
      return try ModelTable.find(last.model, in: db)
    }
  }
}

extension ModelFile {
  var summary: String {
    let learnt = head.topics.map { "\($0.id), \($0.corrections) corrections" } ?? "labels of its own"
    return "\(head.examples) examples, \(head.columns) features, \(learnt)"
  }
}

extension SettingsOptions {
  func classifierSettings() throws -> ClassifierSettings {
    var source = try source(for: ClassifierMain.name)
    return try ClassifierSettings(&source)
  }
}
