import Yams
package import Texts

/// A value in a YAML file, with its place.
package struct YAMLValue {
  private let node: Node
  private let file: String
  private let fallback: FileLocation

  init(node: Node, file: String, fallback: FileLocation) {
    self.node = node
    self.file = file
    self.fallback = fallback
  }

  package var place: FileLocation {
    node.mark.map { FileLocation(file: file, line: $0.line, column: $0.column) } ?? fallback
  }

  /// A single value as it is written: `35.10` stays that, whatever YAML takes it for.
  package func text(limit: Int = 2_000) throws(FileProblem) -> String {
    guard case .scalar(let scalar) = node else {
      throw FileProblem(place, "found \(kind), expected a single value")
    }
    guard !scalar.string.isEmpty else { throw FileProblem(place, "found nothing, expected a value") }
    guard scalar.string.utf8.count <= limit else {
      throw FileProblem(place, "found \(scalar.string.utf8.count) bytes, expected at most \(limit)")
    }
    return scalar.string
  }

  package func whole(in range: ClosedRange<Int>) throws(FileProblem) -> Int {
    let text = try text()
    guard let number = Int(text), range.contains(number) else {
      throw FileProblem(
        place, found: text, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  package func bool() throws(FileProblem) -> Bool {
    switch try text() {
    case "true", "yes": return true
    case "false", "no": return false
    case let other: throw FileProblem(place, found: other, expected: "yes or no")
    }
  }

  /// A value of a closed list.
  package func word<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type, _ what: String
  ) throws(FileProblem) -> Word where Word.RawValue == String {
    let text = try text()
    guard let word = Word(rawValue: text) else {
      throw FileProblem(place, found: text, of: Word.allCases.map(\.rawValue), what: what)
    }
    return word
  }

  /// The elements of a list; a single value counts as a list of one.
  package func items(limit: Int = 100_000) throws(FileProblem) -> [YAMLValue] {
    guard case .sequence(let sequence) = node else { return [self] }
    guard sequence.count <= limit else {
      throw FileProblem(place, "found \(sequence.count) entries, expected at most \(limit)")
    }
    return sequence.map { YAMLValue(node: $0, file: file, fallback: place) }
  }

  package var isMapping: Bool { node.mapping != nil }

  /// The fields of a mapping; a key that is not known is an error.
  package func fields(_ known: [String]) throws(FileProblem) -> YAMLFields {
    let fields = try anyFields()
    for entry in fields.entries where !known.contains(entry.key.text) {
      let key = entry.key
      throw FileProblem(key.place, found: key.text, of: known, what: "one of")
    }
    return fields
  }

  /// The fields of a mapping whose keys are the writer's own names.
  package func anyFields() throws(FileProblem) -> YAMLFields {
    guard case .mapping(let mapping) = node else {
      throw FileProblem(place, "found \(kind), expected fields such as `name: value`")
    }
    var entries: [(key: YAMLFields.Key, value: YAMLValue)] = []
    for (key, value) in mapping {
      let key = YAMLValue(node: key, file: file, fallback: place)
      entries.append(
        (
          YAMLFields.Key(text: try key.text(), place: key.place),
          YAMLValue(node: value, file: file, fallback: key.place)
        ))
    }
    return YAMLFields(place: place, entries: entries)
  }

  private var kind: String {
    switch node {
    case .scalar: "a single value"
    case .mapping: "fields"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}

extension YAMLValue {
  /// Where each single value in it stands first, without what is under these keys.
  package func places(without keys: [String] = []) -> [String: FileLocation] {
    switch node {
    case .scalar(let scalar): return [scalar.string: place]
    case .sequence(let list):
      return list.map { YAMLValue(node: $0, file: file, fallback: place) }.reduce(into: [:]) { all, value in
        all.merge(value.places()) { first, _ in first }
      }
    case .mapping(let fields):
      return fields.filter { !keys.contains($0.key.scalar?.string ?? "") }.reduce(into: [:]) { all, field in
        all.merge(YAMLValue(node: field.value, file: file, fallback: place).places()) { first, _ in first }
      }
    case .alias: return [:]
    }
  }

  /// The value in one writing, whatever the order of keys and of plain lists, the comments and the layout.
  package func canonical(without keys: [String] = []) -> String {
    Self.canonical(node, without: keys)
  }

  private static func canonical(_ node: Node, without keys: [String] = []) -> String {
    switch node {
    case .scalar(let scalar): quoted(scalar.string)
    case .sequence(let list):
      "[\((list.allSatisfy { $0.scalar != nil } ? list.map { canonical($0) }.sorted() : list.map { canonical($0) }).joined(separator: ","))]"
    case .mapping(let fields):
      "{\(fields.filter { !keys.contains($0.key.scalar?.string ?? "") }.map { "\(canonical($0.key)):\(canonical($0.value))" }.sorted().joined(separator: ","))}"
    case .alias: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = text.utf8.allSatisfy { $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "\"") }
    return isPlain ? "\"\(text)\"" : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""

  }
}
