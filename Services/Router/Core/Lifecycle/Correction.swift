package import Cases

/// What a case really is about; nil is as it was.
package struct Correction: Sendable, Equatable {
  package var topic: TopicCode?
  package var kind: CaseKind?
  package var region: RegionCode?
  package var membershipArea: MembershipArea?
  package var reason: String

  package init(
    topic: TopicCode? = nil, kind: CaseKind? = nil, region: RegionCode? = nil, membershipArea: MembershipArea? = nil,
    reason: String
  ) {
    self.topic = topic
    self.kind = kind
    self.region = region
    self.membershipArea = membershipArea
    self.reason = reason
  }
}
