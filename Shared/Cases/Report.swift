package import struct Foundation.Date

/// What a citizen or cooperative told us, without who they are.
package struct Report: Codable, Sendable, Equatable, Documented {
  package var text: String
  package var channel: Channel
  /// The topic the reporter chose; absent where the classifier decides.
  package var topic: TopicCode?
  package var form: FormFields
  package var privacy: Privacy
  package var attachments: [Attachment]
  package var receivedAt: Date
  /// The earlier case that the text names by its number; its unit gets this one too.
  package var related: CaseNumber?

  package init(
    text: String, channel: Channel, topic: TopicCode? = nil, form: FormFields = FormFields(),
    privacy: Privacy = .open, attachments: [Attachment] = [], receivedAt: Date, related: CaseNumber? = nil
  ) {
    self.text = text
    self.channel = channel
    self.topic = topic
    self.form = form
    self.privacy = privacy
    self.attachments = attachments
    self.receivedAt = receivedAt
    self.related = related
  }

  enum CodingKeys: String, CodingKey {
    case text, channel, topic, form, privacy, attachments, related
    case receivedAt = "received_at"
  }

  package static let fields = [
    "text": "What was told, in the reporter's own words.",
    "channel": "The door it came in by.",
    "topic": "The topic the reporter chose, if any.",
    "form": "What the reporter stated in form fields.",
    "privacy": "Who may learn the reporter's name.",
    "attachments": "What came with it.",
    "received_at": "When it was stored.",
    "related": "The earlier case that the text names by its number.",
  ]
}

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

/// A photo or PDF that came with a report. Its bytes stay with intake.
package struct Attachment: Codable, Sendable, Equatable, Documented {
  package var id: String
  package var mediaType: String
  package var bytes: Int

  package init(id: String, mediaType: String, bytes: Int) {
    self.id = id
    self.mediaType = mediaType
    self.bytes = bytes
  }

  enum CodingKeys: String, CodingKey {
    case id, bytes
    case mediaType = "media_type"
  }

  package static let fields = [
    "id": "Intake's own name for it.",
    "media_type": "As its content shows, not as the sender said.",
    "bytes": "Its size.",
  ]
}
