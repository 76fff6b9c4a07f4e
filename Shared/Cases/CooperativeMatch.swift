/// A cooperative of the registry that a report is about, and how sure that is.
package struct CooperativeMatch: Codable, Sendable, Equatable, Documented {
  package var name: String
  /// The cooperative's own number, Nomor Induk Koperasi; absent where the registry has none.
  package var nik: String?
  /// From 0 to 1.
  package var confidence: Double

  package init(name: String, nik: String?, confidence: Double) {
    self.name = name
    self.nik = nik
    self.confidence = confidence
  }

  package static let fields = [
    "name": "Its name, as the registry writes it.", "nik": "Its Nomor Induk Koperasi.",
    "confidence": "From 0 to 1: how likely it is this one.",
  ]
}
