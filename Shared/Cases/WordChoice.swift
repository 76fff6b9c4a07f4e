/// A closed list of words, written in JSON as the words themselves.
package protocol WordChoice: Codable, Sendable, CaseIterable, RawRepresentable, SchemaDescribed
where RawValue == String {}

extension WordChoice {
  package init(from decoder: any Decoder) throws { self = try Self.listed(from: decoder) }

  static func listed(from decoder: any Decoder) throws -> Self {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let word = Self(rawValue: text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "found '\(text.prefix(80))', expected one of \(choices)")
    }
    return word
  }

  package static var schema: JSONValue {
    ["type": "string", "enum": .list(allCases.map { .text($0.rawValue) })]
  }

  package static var schemaSample: Self { allCases.first! }

  /// The words, for error messages: `terbuka, rahasia, anonim`.
  package static var choices: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
