/// A word of the list, where no other may stand: in what units send.
package struct Listed<Choice: WordChoice>: Codable, Sendable, SchemaDescribed {
  package var word: Choice

  package init(_ word: Choice) { self.word = word }

  package init(from decoder: any Decoder) throws { word = try Choice.listed(from: decoder) }

  package func encode(to encoder: any Encoder) throws { try word.encode(to: encoder) }

  package static var schema: JSONValue {
    ["type": "string", "enum": .list(Choice.allCases.map { .text($0.rawValue) })]
  }

  package static var schemaSample: Listed { Listed(Choice.schemaSample) }
}

extension Listed: Equatable where Choice: Equatable {}
