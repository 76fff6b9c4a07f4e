/// Hands out samples and notes what was asked for; see `SchemaWalk`.
struct SchemaDecoder: Decoder {
  let notes: SchemaNotes
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(SchemaFields<Key>(notes: notes, codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw UndescribedType(name: "an unkeyed type") }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    throw UndescribedType(name: "a single-value type")
  }
}

private struct SchemaFields<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let notes: SchemaNotes
  let codingPath: [any CodingKey]
  var allKeys: [Key] { [] }

  /// Only `decodeIfPresent` asks whether a key is there, so the one asked for may be missing.
  func contains(_ key: Key) -> Bool {
    notes.noteOptional(key.stringValue)
    return true
  }

  func decodeNil(forKey key: Key) throws -> Bool { false }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    let (schema, sample) = try SchemaWalk.walk(type)
    notes.note(key.stringValue, schema)
    return sample
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { throw UndescribedType(name: "nested \(key.stringValue)") }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    throw UndescribedType(name: "nested \(key.stringValue)")
  }

  func superDecoder() throws -> any Decoder { throw UndescribedType(name: "super") }
  func superDecoder(forKey key: Key) throws -> any Decoder { throw UndescribedType(name: key.stringValue) }
}
