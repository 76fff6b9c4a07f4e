import ArgumentParser
import Topics

struct TopicsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "topics", abstract: "Print code and name of each topic.")

  func run() throws {
    for topic in try TopicSet.shipped().topics { print("\(topic.code)\t\(topic.name)") }
  }
}
