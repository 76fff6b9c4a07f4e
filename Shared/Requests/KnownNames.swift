import Texts

/// Refuses names that a door does not know. What a stranger's program misspells is not thrown away: a report whose wish
/// for privacy was not read would be an open one.
package struct KnownNames: Sendable {
  private let names: [String]

  package init(_ names: [String]) { self.names = names }

  /// - Throws: `FieldProblem` with the nearest name.
  package func check(_ found: some Sequence<String>) throws(FieldProblem) {
    var seen: Set<String> = []
    for name in found {
      try Self.measure(name)
      let shown = String(name.prefix(60))
      guard names.contains(name) else {
        let nearest = nearest(name)
        let expected = nearest.map { "perhaps '\($0)'" } ?? "one of \(names.joined(separator: ", "))"
        throw FieldProblem(
          shown, reason: "is not known here, expected \(expected)", alasan: "Isian '\(shown)' tidak dikenal.",
          example: nearest ?? names[0])
      }
      guard seen.insert(name).inserted else {
        throw FieldProblem(
          shown, reason: "is there twice, expected it once", alasan: "Isian '\(shown)' ada dua kali.", example: shown)
      }
    }
  }

  /// Before anything is computed on it: text is compared in a time that grows with the square of its length.
  static func measure(_ name: String) throws(FieldProblem) {
    let bytes = name.utf8.count
    guard bytes > longest || !name.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return }
    throw FieldProblem(
      "body", reason: "has a field whose name has \(bytes) bytes, expected at most \(longest) plain letters",
      alasan: "Formulir tidak dapat dibaca.", example: "privacy")
  }

  /// A name of a field with a file is checked too: what was meant to be a word must not be lost as an empty file.
  package func check(file name: String) throws(FieldProblem) {
    try Self.measure(name)
    guard name == Self.file else {
      throw FieldProblem(
        name, reason: "is a file, expected files in '\(Self.file)' alone", alasan: "Isian '\(name)' tidak dikenal.",
        example: Self.file)
    }
  }

  private static let longest = 80
  private static let file = "media"

  /// Also `attribute[privacy]` for `privacy`, and the other way round.
  private func nearest(_ name: String) -> String? {
    let bare = Self.bare(name)
    return NearestWord.of(name, among: names) ?? names.first { Self.bare($0) == bare }
      ?? NearestWord.of(bare, among: names.map(Self.bare)).flatMap { near in names.first { Self.bare($0) == near } }
  }

  private static func bare(_ name: String) -> String {
    let inner = name.hasPrefix("attribute[") ? name.dropFirst("attribute[".count).prefix { $0 != "]" } : name[...]
    return inner.lowercased()
  }
}
