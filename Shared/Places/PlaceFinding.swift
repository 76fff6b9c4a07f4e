package import Cases

/// Which place a report is about.
package struct PlaceFinding: Sendable, Equatable {
  /// As deep as it is known; nil where nothing decides between several provinces.
  package var region: RegionCode?
  /// What else was meant perhaps.
  package var candidates: [RegionCode] = []
  package var clues: [Clue] = []
  package var contradictions: [String] = []
  /// The kabupaten, kota or provinces in which members live, as the text tells.
  package var members: [RegionCode] = []

  /// The province or kabupaten all over which members live: `se-Bali`.
  package var whole: RegionCode?

  package init(region: RegionCode? = nil) { self.region = region }
}
