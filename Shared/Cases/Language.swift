/// The language of what the reporter reads.
package struct Language: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let indonesian = Language(unlisted: "id")
  package static let english = Language(unlisted: "en")
  package static let allCases = [Language.indonesian, .english]
}
