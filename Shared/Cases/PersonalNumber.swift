/// A number that identifies a person.
package struct PersonalNumber: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let citizen = PersonalNumber(unlisted: "nik")
  package static let phone = PersonalNumber(unlisted: "telepon")
  package static let account = PersonalNumber(unlisted: "rekening")
  package static let allCases = [PersonalNumber.citizen, .phone, .account]
}
