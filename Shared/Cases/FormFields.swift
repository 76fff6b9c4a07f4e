import struct Foundation.Date

/// What the reporter stated in form fields.
package struct FormFields: Codable, Sendable, Equatable, Documented {
  package var region: RegionCode?
  package var cooperative: String?
  package var membershipArea: MembershipArea?
  package var kind: CaseKind?

  package init(
    region: RegionCode? = nil, cooperative: String? = nil, membershipArea: MembershipArea? = nil,
    kind: CaseKind? = nil
  ) {
    self.region = region
    self.cooperative = cooperative
    self.membershipArea = membershipArea
    self.kind = kind
  }

  enum CodingKeys: String, CodingKey {
    case region, cooperative, kind
    case membershipArea = "membership_area"
  }

  package static let fields = [
    "region": "The place, by its Kemendagri code.",
    "cooperative": "The cooperative's name.",
    "membership_area": "Where the cooperative's members live.",
    "kind": "What the reporter wants.",
  ]
}
