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

  /// - Throws: `LabelledFileError` naming the line.
  static func read(_ paths: [String]) throws -> [CaseExample] {
    try paths.flatMap { path in
      try TextFolder.file(path).split(whereSeparator: \.isNewline).enumerated().map { number, line in
        do {
          return try EventCoding.decode(CaseExample.self, from: Data(line.utf8))
        } catch let error as DecodingError {
          throw LabelledFileError(description: "\(path):\(number + 1): \(error.explanation)")
        }
      }
    }
  }
}
