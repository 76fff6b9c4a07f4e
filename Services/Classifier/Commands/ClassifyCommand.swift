import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations

struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "classify", abstract: "Classify one text and say why.")

  @OptionGroup var options: SettingsOptions
  @Argument(help: "What a reporter wrote.") var text: String
  @Flag(help: "One JSON object.") var json = false

  func run() throws {
    let settings = try options.classifierSettings()
    let set = try settings.knowledge.topicSet()
    // The running service's model, where there is one on this machine.
    let choice = try settings.fileIfThere().map { try $0.read { try ModelChoice.current(for: set, in: $0) } }
    let model = try choice?.model() ?? .made(for: set)
    let classifier = try settings.knowledge.classifier(set, model)
    let found = classifier.classify(Report(text: text, channel: .web, receivedAt: Date()))
    if json {
      print(String(decoding: try EventCoding.encoder(pretty: true).encode(found), as: UTF8.self))
      return
    }
    print("topic       \(found.topic)  \(found.sure ? "sure" : "unsure: goes to triase")  (\(found.confidence))")
    print("kind        \(found.kind.rawValue)")
    print("region      \(found.region?.text ?? "unknown")")
    if !found.candidates.isEmpty { print("candidates  \(found.candidates.map(\.text).joined(separator: ", "))") }
    if let area = found.membershipArea { print("members     \(area.rawValue)") }
    if let one = found.cooperative { print("cooperative \(one.name)  (\(one.confidence))") }
    if let urgency = found.urgency { print("urgency     \(urgency.rawValue)") }
    if let numbers = found.personalNumbers { print("personal    \(numbers.map(\.rawValue).joined(separator: ", "))") }
    for clue in found.clues { print("clue        '\(clue.found)' speaks for \(clue.meaning)") }
    for guess in found.guesses { print("guess       \(guess.topic)  \(guess.confidence)") }
    print("model       \(found.model)  \(found.topicFiles ?? "")")
    for contradiction in found.contradictions { print("contradiction  \(contradiction)") }
  }
}
