/// A unit that receives cases: `deputi.pengawasan`, `dinas.35`, `dinas.35.78`, `triase`, `luar.ojk`.
package struct UnitCode: Code {
  package let text: String

  package init(unchecked text: String) { self.text = text }

  package static let shape = "a unit's code: words of a-z, 0-9 and _, joined by dots, at most 60 characters"
  package static let pattern = "^[a-z0-9_]+(\\.[a-z0-9_]+)*$"
  package static let sample = "dinas.35.78"

  package static func isValid(_ text: String) -> Bool {
    guard !text.isEmpty, text.utf8.count <= 60 else { return false }
    return text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy { word in
      !word.isEmpty && word.allSatisfy { $0.isDigit || $0.isLowercaseLetter || $0 == UInt8(ascii: "_") }
    }
  }

  /// The call centre's own team: what is unsure goes there.
  package static let triage = UnitCode(unchecked: "triase")

  /// The office for cooperatives of a province or of a kabupaten/kota.
  package static func office(of region: RegionCode) -> UnitCode { UnitCode(unchecked: "dinas.\(region.text)") }

  /// The queue the unit subscribes to.
  package var queue: String { "unit.\(text)" }

  /// The queue in which its program is tried out, with samples.
  package var trialQueue: String { "trial.\(text)" }

  /// An institution outside the ministry: a case is handed on to it.
  package var isOutside: Bool { text.hasPrefix("luar.") }
}
