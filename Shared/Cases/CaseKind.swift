/// What the reporter wants.
package struct CaseKind: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let complaint = CaseKind(unlisted: "pengaduan")
  package static let question = CaseKind(unlisted: "permintaan_informasi")
  package static let suggestion = CaseKind(unlisted: "aspirasi")
  package static let allCases = [CaseKind.complaint, .question, .suggestion]
}
