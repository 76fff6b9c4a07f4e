/// An identifier that is short text of a fixed shape: a case number, a unit's code, a region's code.
///
/// Decoding checks the shape, so that a value of such a type is always well formed.
package protocol Code: Sendable, Hashable, Comparable, Codable, CustomStringConvertible, SchemaDescribed {
  /// The identifier as it is written everywhere: in JSON, in the broker, in the database.
  var text: String { get }

  /// What a valid text looks like, for error messages.
  static var shape: String { get }

  /// The same as a regular expression, for JSON Schema.
  static var pattern: String { get }

  /// A valid text, for documentation.
  static var sample: String { get }

  static func isValid(_ text: String) -> Bool

  /// Takes the text as it is; call `init(_:)` for what comes from outside.
  init(unchecked text: String)
}

/// A text that is not an identifier of the wanted kind.
package struct InvalidCode: Error, Equatable, CustomStringConvertible {
  package let found: String
  package let expected: String

  package var description: String {
    let remark = OddLetters.remark(in: String(found.prefix(80))).map { " (\($0))" } ?? ""
    return "found '\(found.prefix(80))'\(remark), expected \(expected)"
  }
}

extension Code {
  package init(_ text: String) throws(InvalidCode) {
    guard Self.isValid(text) else { throw InvalidCode(found: text, expected: Self.shape) }
    self.init(unchecked: text)
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard Self.isValid(text) else {
      let problem = InvalidCode(found: text, expected: Self.shape)
      throw DecodingError.dataCorruptedError(in: container, debugDescription: problem.description)
    }
    self.init(unchecked: text)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

  package static var schema: JSONValue {
    ["type": "string", "pattern": .text(pattern), "description": .text(shape), "examples": [.text(sample)]]
  }

  package static var schemaSample: Self { Self(unchecked: sample) }
}

extension UInt8 {
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLowercaseLetter: Bool { self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z") }
}
