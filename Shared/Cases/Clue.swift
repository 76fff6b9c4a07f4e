/// A word or field that spoke for a topic, a kind or a place.
package struct Clue: Codable, Sendable, Equatable, Documented {
  package var found: String
  package var meaning: String

  package init(found: String, meaning: String) {
    self.found = found
    self.meaning = meaning
  }

  package static let fields = ["found": "The word or field.", "meaning": "The topic, kind or place it spoke for."]
}
