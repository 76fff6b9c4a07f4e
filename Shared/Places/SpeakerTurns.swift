/// A transcript without what the officer said: "[Petugas: Muaro Jambi, Bu?]" names a place that nobody meant.
package enum SpeakerTurns {
  private static let officers = ["petugas", "operator", "agen", "admin"]

  package static func withoutOfficer(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
    var kept = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "[") {
      let inside = rest[rest.index(after: open)...]
      guard let close = inside.firstIndex(of: "]") else { break }
      let isOfficer = officers.contains { inside.prefix(10).lowercased().hasPrefix($0) }
      kept += isOfficer ? rest[..<open] + " " : rest[...close]
      rest = rest[rest.index(after: close)...]
    }
    return kept + rest
  }
}
