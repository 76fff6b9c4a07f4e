import Cases
package import Foundation

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
