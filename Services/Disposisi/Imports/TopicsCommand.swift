import ArgumentParser
import Foundation
import Operations
import Topics

struct TopicsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "topics", abstract: "Print code and name of each topic.")

  @Option(help: "Folder of the topics; else $CLASSIFIER_TOPICS, else the shipped ones.") var topics: String?

  func run() throws {
    let folder = topics ?? ProcessInfo.processInfo.environment["CLASSIFIER_TOPICS"] ?? ""
    for topic in try TopicSet.of(folder, read: TextFolder.read).topics { print("\(topic.code)\t\(topic.name)") }
  }
}
