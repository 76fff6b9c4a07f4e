package import Cases
import Foundation
import Yams

/// The topics and their words, as the file states them.
package struct TopicFile: Decodable, Sendable {
  package struct Topic: Decodable, Sendable {
    package let code: TopicCode
    package let name: String
    package let description: String
    /// A group of words without one of which the topic counts for a third only.
    package let needs: String?
    package let strong: [String]
    package let words: [String]
    package let against: [String]?

    enum CodingKeys: String, CodingKey, CaseIterable { case code, name, description, needs, strong, words, against }

    package init(from decoder: any Decoder) throws {
      try StrictKeys.check(decoder, CodingKeys.self)
      let values = try decoder.container(keyedBy: CodingKeys.self)
      code = try values.decode(TopicCode.self, forKey: .code)
      name = try values.decode(String.self, forKey: .name)
      description = try values.decode(String.self, forKey: .description)
      needs = try values.decodeIfPresent(String.self, forKey: .needs)
      strong = try values.decode([String].self, forKey: .strong)
      words = try values.decode([String].self, forKey: .words)
      against = try values.decodeIfPresent([String].self, forKey: .against)
    }
  }

  package struct KindWords: Decodable, Sendable {
    package let strong: [String]
    package let words: [String]
  }

  package let version: Int
  package let groups: [String: [String]]
  package let kinds: [String: KindWords]
  package let topics: [Topic]

  enum CodingKeys: String, CodingKey, CaseIterable { case version, groups, kinds, topics }

  package init(from decoder: any Decoder) throws {
    try StrictKeys.check(decoder, CodingKeys.self)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    version = try values.decode(Int.self, forKey: .version)
    groups = try values.decode([String: [String]].self, forKey: .groups)
    kinds = try values.decode([String: KindWords].self, forKey: .kinds)
    topics = try values.decode([Topic].self, forKey: .topics)
  }

  /// The file that comes with the program.
  package static func shipped() throws(TopicFileError) -> TopicFile {
    try TopicFile(yaml: String(decoding: PackageResources.topics_yaml, as: UTF8.self), file: "topics.yaml")
  }

  package init(yaml: String, file: String) throws(TopicFileError) {
    do {
      self = try YAMLDecoder().decode(TopicFile.self, from: yaml)
    } catch let error as DecodingError {
      throw TopicFileError(description: "\(file): \(error.explanation)")
    } catch {
      throw TopicFileError(description: "\(file): \(error)")
    }
    try check(file)
  }

  private func check(_ file: String) throws(TopicFileError) {
    let twice = Dictionary(grouping: topics, by: \.code).first { $0.value.count > 1 }
    if let twice { throw TopicFileError(description: "\(file): the topic \(twice.key) stands there twice") }
    for topic in topics {
      guard let group = topic.needs, groups[group] == nil else { continue }
      let known = groups.keys.sorted().joined(separator: ", ")
      throw TopicFileError(description: "\(file): \(topic.code) needs '\(group)', expected one of \(known)")
    }
    for kind in kinds.keys where CaseKind(rawValue: kind) == nil {
      throw TopicFileError(description: "\(file): kinds: found '\(kind)', expected \(CaseKind.choices)")
    }
  }
}

/// A topic file that cannot be used.
package struct TopicFileError: Error, CustomStringConvertible {
  package let description: String
}
