import ArgumentParser
import Cases
import ClassifierCore
import Foundation
import Operations

struct SpeedCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Measure how many texts a second one core classifies.",
    discussion: "The texts are the topic files' examples, put together and cut to the same length.")

  @OptionGroup var options: SettingsOptions
  @Option(help: "How many texts.") var texts = 20_000
  @Option(help: "Characters of each.") var characters = 400

  func validate() throws {
    guard (1...10_000_000).contains(texts), (1...10_000).contains(characters) else {
      throw ValidationError("expected --texts from 1 to 10000000, --characters from 1 to 10000")
    }
  }

  func run() async throws {
    let clock = ContinuousClock()
    let start = clock.now
    let settings = try options.classifierSettings()
    let set = try settings.knowledge.topicSet()
    let classifier = try settings.knowledge.classifier(set, .made(for: set))
    let ready = clock.now - start
    let reports = Self.reports(set.topics.flatMap(\.examples).map(\.text), count: min(texts, 2_000), characters)
    let begin = clock.now
    var sure = 0
    for index in 0..<texts where classifier.classify(reports[index % reports.count]).sure { sure += 1 }
    let seconds = (clock.now - begin) / .seconds(1)
    print(
      #"{"texts": \#(texts), "characters": \#(characters), "seconds": \#(seconds), "texts_per_second": "#
        + #"\#(Int(Double(texts) / seconds)), "sure": \#(sure), "ready_seconds": \#(ready / .seconds(1))}"#)
  }

  /// Texts of one length: the examples one after the other.
  private static func reports(_ examples: [String], count: Int, _ characters: Int) -> [Report] {
    var reports: [Report] = []
    var text = ""
    for number in 0... {
      let example = examples[number * 7919 % examples.count]
      text += text.isEmpty ? example : " " + example
      guard text.count >= characters else { continue }
      reports.append(
        Report(text: String(text.prefix(characters)), channel: .web, receivedAt: Date(timeIntervalSince1970: 0)))
      text = ""
      if reports.count == count { break }
    }
    return reports
  }
}
