/// What a unit sends to the exchange `replies`: plain JSON, so that any client can write it.
package struct UnitReply: Codable, Sendable, Equatable, Documented {
  package var number: CaseNumber
  package var action: UnitAction
  /// The question, the answer, the reason for a transfer, or a last word.
  package var text: String?
  /// The unit whose case it is, for a transfer.
  package var to: UnitCode?
  /// The unit's own id for this reply; sent twice, it counts once.
  package var id: EventID?
  /// What the case really is about, for a correction; absent is as it was.
  package var topic: TopicCode?
  package var kind: Listed<CaseKind>?
  package var region: RegionCode?
  package var membershipArea: Listed<MembershipArea>?

  package init(
    number: CaseNumber, action: UnitAction, text: String? = nil, to: UnitCode? = nil, id: EventID? = nil,
    topic: TopicCode? = nil, kind: CaseKind? = nil, region: RegionCode? = nil, membershipArea: MembershipArea? = nil
  ) {
    self.number = number
    self.action = action
    self.text = text
    self.to = to
    self.id = id
    self.topic = topic
    self.kind = kind.map { Listed($0) }
    self.region = region
    self.membershipArea = membershipArea.map { Listed($0) }
  }

  package enum CodingKeys: String, CodingKey, CaseIterable {
    case number, action, text, to, id, topic, kind, region
    case membershipArea = "membership_area"
  }

  package static let fields = [
    "number": "The case.", "action": "What the unit does.",
    "text":
      "The question, the answer, the reason for a transfer or correction, or a last word; at most 10,000 characters.",
    "to": "The unit whose case it is; only for transfer.",
    "id": "The unit's own id for this reply; sent twice, it counts once. The message_id property does the same.",
    "topic": "What the case really is about; only for correct, as the next three. Absent is as it was.",
    "kind": "What the reporter really wants.", "region": "The place it really belongs to.",
    "membership_area": "Where the cooperative's members really live.",
  ]

  /// The longest text a unit may send, in characters.
  package static let maximumText = 10_000
  package static let maximumBytes = 20_000
}
