import struct Foundation.Date

/// Finds a type's JSON Schema by decoding it from nothing: the decoder below hands out sample values and
/// notes which keys were asked for, of which type, and which may be missing. So the contract cannot drift
/// from the types.
package enum SchemaWalk {
  /// - Throws: `UndescribedType` if the type decodes itself in a way that cannot be followed.
  package static func schema<Value: Decodable>(of type: Value.Type) throws -> JSONValue {
    try walk(type).schema
  }

  static func walk<Value: Decodable>(_ type: Value.Type) throws -> (schema: JSONValue, sample: Value) {
    if let known = type as? any SchemaDescribed.Type { return (known.schema, cast(known)) }
    if let scalar = scalars[ObjectIdentifier(type)] { return (scalar.schema, scalar.sample as! Value) }
    if let list = type as? any ListOfDecodable.Type {
      return (["type": "array", "items": try list.elementSchema()], list.empty as! Value)
    }
    let notes = SchemaNotes()
    let sample = try type.init(from: SchemaDecoder(notes: notes, codingPath: []))
    return (notes.object(fields: (type as? any Documented.Type)?.fields ?? [:]), sample)
  }

  private static func cast<Value, Known: SchemaDescribed>(_ known: Known.Type) -> Value {
    known.schemaSample as! Value
  }

  private static var scalars: [ObjectIdentifier: (schema: JSONValue, sample: any Sendable)] {
    [
      ObjectIdentifier(String.self): (["type": "string"], ""),
      ObjectIdentifier(Bool.self): (["type": "boolean"], false),
      ObjectIdentifier(Int.self): (["type": "integer"], 0),
      ObjectIdentifier(Double.self): (["type": "number"], 0.0),
      ObjectIdentifier(Date.self): (["type": "string", "format": "date-time"], Date(timeIntervalSince1970: 0)),
    ]
  }
}

/// A type decodes itself in a way that `SchemaWalk` does not follow.
package struct UndescribedType: Error, CustomStringConvertible {
  let name: String
  package var description: String { "no schema for \(name): make it SchemaDescribed" }
}

/// Lets a list's element type be found again at run time.
protocol ListOfDecodable {
  static func elementSchema() throws -> JSONValue
  static var empty: Self { get }
}

extension Array: ListOfDecodable where Element: Decodable {
  static func elementSchema() throws -> JSONValue { try SchemaWalk.schema(of: Element.self) }
  static var empty: [Element] { [] }
}

/// What a type asked for while it was decoded.
final class SchemaNotes {
  private var properties: [String: JSONValue] = [:]
  private var optional: Set<String> = []

  func note(_ key: String, _ schema: JSONValue) { properties[key] = schema }
  func noteOptional(_ key: String) { optional.insert(key) }

  func object(fields: [String: String]) -> JSONValue {
    var described = properties
    for (key, text) in fields {
      guard let schema = described[key] else { continue }
      described[key] = schema.merging(["description": .text(text)])
    }
    let required = properties.keys.filter { !optional.contains($0) }.sorted()
    return ["type": "object", "properties": .object(described), "required": .list(required.map { .text($0) })]
  }
}
