import Cases
import Foundation
import Yams

/// Who answers what, as the file states it.
struct PolicyFile: Decodable, Sendable {
  struct Route: Decodable, Sendable {
    let topic: TopicCode
    let to: Target
    let fallback: UnitCode?
    let cc: [Target]
    let complaint: String
    let reason: String

    enum CodingKeys: String, CodingKey, CaseIterable {
      case topic, to, cc, complaint, reason
      case fallback = "else"
    }

    init(from decoder: any Decoder) throws {
      try StrictKeys.check(decoder, CodingKeys.self)
      let values = try decoder.container(keyedBy: CodingKeys.self)
      topic = try values.decode(TopicCode.self, forKey: .topic)
      to = try values.decode(Target.self, forKey: .to)
      fallback = try values.decodeIfPresent(UnitCode.self, forKey: .fallback)
      cc = try values.decodeIfPresent([Target].self, forKey: .cc) ?? []
      complaint = try values.decode(String.self, forKey: .complaint)
      reason = try values.decode(String.self, forKey: .reason)
    }
  }

  /// A unit by name, or by its relation to the case.
  enum Target: Decodable, Sendable, Equatable {
    case unit(UnitCode)
    /// The office that the cooperative's membership area names.
    case supervisor
    /// The office of the place: kabupaten/kota, else province.
    case office

    init(from decoder: any Decoder) throws {
      let text = try decoder.singleValueContainer().decode(String.self)
      switch text {
      case "supervisor": self = .supervisor
      case "office": self = .office
      default: self = .unit(try UnitCode(from: decoder))
      }
    }
  }

  let version: Int
  let deadlines: [String: Int]
  let question: String
  let suggestion: String
  let villageTopics: String
  let routes: [Route]

  enum CodingKeys: String, CodingKey, CaseIterable {
    case version, deadlines, question, suggestion, routes
    case villageTopics = "village_topics"
  }

  init(from decoder: any Decoder) throws {
    try StrictKeys.check(decoder, CodingKeys.self)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    version = try values.decode(Int.self, forKey: .version)
    deadlines = try values.decode([String: Int].self, forKey: .deadlines)
    question = try values.decode(String.self, forKey: .question)
    suggestion = try values.decode(String.self, forKey: .suggestion)
    villageTopics = try values.decode(String.self, forKey: .villageTopics)
    routes = try values.decode([Route].self, forKey: .routes)
  }
}

/// A policy or units file that cannot be used.
package struct PolicyError: Error, CustomStringConvertible {
  package let description: String
}

/// Reads a YAML file; what is wrong is said with the file's name.
func decodeYAML<Value: Decodable>(_ type: Value.Type, _ yaml: String, file: String) throws(PolicyError) -> Value {
  do {
    return try YAMLDecoder().decode(type, from: yaml)
  } catch let error as DecodingError {
    throw PolicyError(description: "\(file): \(error.explanation)")
  } catch {
    throw PolicyError(description: "\(file): \(error)")
  }
}
