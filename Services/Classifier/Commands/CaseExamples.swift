import Cases
import ClassifierCore
import Foundation
import Operations

/// Cases whose topic a person knows: lines as `disposisi score` takes them.
struct CaseExample: Decodable {
  struct Expectation: Decodable {
    let topic: TopicCode
    /// Topics that are right too.
    let also: [TopicCode]?
  }

  let id: String
  let text: String
  let form: FormFields?
  let expect: Expectation

  var report: Report {
    Report(text: text, channel: .web, form: form ?? FormFields(), receivedAt: Date(timeIntervalSince1970: 0))
  }

  func isRight(_ topic: TopicCode) -> Bool { ([expect.topic] + (expect.also ?? [])).contains(topic) }

  /// - Throws: `FileProblem` naming the line.
  static func read(_ paths: [String]) throws -> [CaseExample] {
    try paths.flatMap { try JSONLine.read($0).map { try $0.decode() } }
  }
}
