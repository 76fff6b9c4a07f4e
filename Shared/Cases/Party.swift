/// Who acts on a case; `silence` is the clock, after a reporter's long silence.
package struct Party: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let unit = Party(unlisted: "unit")
  package static let reporter = Party(unlisted: "reporter")
  package static let silence = Party(unlisted: "silence")
  package static let allCases = [Party.unit, .reporter, .silence]
}
