/// Where the members of the cooperative live: that decides who supervises it.
package struct MembershipArea: OpenWordChoice {
  package let rawValue: String

  package init(unlisted word: String) { rawValue = word }

  package static let regency = MembershipArea(unlisted: "kabkota")
  package static let province = MembershipArea(unlisted: "provinsi")
  package static let national = MembershipArea(unlisted: "nasional")
  package static let allCases = [MembershipArea.regency, .province, .national]
}
