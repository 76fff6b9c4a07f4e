import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations

struct Classify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Classify one text and say why.")

  @OptionGroup var options: SettingsOptions
  @Argument(help: "What a reporter wrote.") var text: String
  @Flag(help: "One JSON object.") var json = false

  func run() throws {
    var source = try options.source(for: Identity.name)
    let classifier = try ClassifierSettings(&source).classifier()
    let found = classifier.classify(Report(text: text, channel: .web, receivedAt: Date()))
    if json {
      print(String(decoding: try EventCoding.encoder(pretty: true).encode(found), as: UTF8.self))
      return
    }
    print("topic       \(found.topic)  \(found.sure ? "sure" : "unsure: goes to triase")  (\(found.confidence))")
    print("kind        \(found.kind.rawValue)")
    print("region      \(found.region?.text ?? "unknown")")
    if !found.candidates.isEmpty { print("candidates  \(found.candidates.map(\.text).joined(separator: ", "))") }
    for clue in found.clues { print("clue        '\(clue.found)' speaks for \(clue.meaning)") }
    for guess in found.guesses { print("guess       \(guess.topic)  \(guess.confidence)") }
    for contradiction in found.contradictions { print("contradiction  \(contradiction)") }
  }
}
