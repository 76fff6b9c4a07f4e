import Yams
package import Texts

/// The fields of a mapping.
package struct YAMLFields {
  /// A key, and where it stands.
  package struct Key {
    package let text: String
    package let place: FileLocation
  }

  package let place: FileLocation
  package let entries: [(key: Key, value: YAMLValue)]

  package subscript(_ key: String) -> YAMLValue? {
    // By index: an entry is large to copy, and most are not the one.
    for index in entries.indices where entries[index].key.text == key { return entries[index].value }
    return nil
  }

  package func needed(_ key: String) throws(FileProblem) -> YAMLValue {
    guard let value = self[key] else {
      throw FileProblem(place, "`\(key): ...` is missing: add it to what begins here")
    }
    return value
  }

  package func text(_ key: String) throws(FileProblem) -> String { try needed(key).text() }

  package func optionalText(_ key: String) throws(FileProblem) -> String? { try self[key]?.text() }
}
