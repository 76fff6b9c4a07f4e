import Cases
package import Foundation

/// Refuses keys that a type does not know: in a file that people write, and in what a stranger's program sends, an
/// unknown key is a typing mistake.
package enum StrictKeys {
  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    init?(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init?(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
  }

  package static func check<Keys: CodingKey & CaseIterable>(_ decoder: any Decoder, _ known: Keys.Type) throws {
    let found = try decoder.container(keyedBy: AnyKey.self).allKeys
    let expected = Set(known.allCases.map(\.stringValue))
    guard let stranger = found.first(where: { !expected.contains($0.stringValue) }) else { return }
    let nearest = NearestWord.of(stranger.stringValue.lowercased(), among: expected).map { "perhaps '\($0)'" }
    throw DecodingError.dataCorrupted(
      DecodingError.Context(
        codingPath: decoder.codingPath + [stranger],
        debugDescription:
          "unknown key, expected \(nearest ?? "one of \(expected.sorted().joined(separator: ", "))")"))
  }
}

/// A type whose keys can be told.
package protocol StrictDecodable: Decodable {
  associatedtype CodingKeys: CodingKey & CaseIterable
}

/// A value that was decoded from an object with no other keys than its own.
package struct Strict<Value: StrictDecodable>: Decodable {
  package let value: Value

  package init(from decoder: any Decoder) throws {
    try StrictKeys.check(decoder, Value.CodingKeys.self)
    value = try Value(from: decoder)
  }
}

extension Strict {
  /// - Throws: `DecodingError`, also for what a decoder lets pass: see `JSONNames`.
  package static func read(_ json: Data) throws -> Value {
    try JSONNames.check(json)
    return try EventCoding.decode(Self.self, from: json).value
  }
}

extension Strict: Sendable where Value: Sendable {}
