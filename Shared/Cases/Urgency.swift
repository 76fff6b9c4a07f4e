/// Whether somebody is harmed while the case waits.
package struct Urgency: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let ordinary = Urgency(unlisted: "biasa")
  package static let urgent = Urgency(unlisted: "mendesak")
  package static let allCases = [Urgency.ordinary, .urgent]
}
