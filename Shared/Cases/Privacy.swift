/// Who may learn the reporter's name: the unit that answers, only the notifier, or nobody.
package struct Privacy: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let open = Privacy(unlisted: "terbuka")
  package static let confidential = Privacy(unlisted: "rahasia")
  package static let anonymous = Privacy(unlisted: "anonim")
  package static let allCases = [Privacy.open, .confidential, .anonymous]
}
