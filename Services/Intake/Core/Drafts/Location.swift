import Cases

/// Where it is, as Open311's clients say it.
package struct Location: Sendable, Equatable {
  package var latitude: Double?
  package var longitude: Double?
  package var address: String?
}
