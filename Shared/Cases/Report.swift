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
  /// A link to a picture that came with it; nobody has looked where it leads.
  package var mediaURL: String?
  /// The number that its sender gave it, such as a letter's.
  package var reference: String?

  package init(
    text: String, channel: Channel, topic: TopicCode? = nil, form: FormFields = FormFields(),
    privacy: Privacy = .open, attachments: [Attachment] = [], receivedAt: Date, related: CaseNumber? = nil,
    mediaURL: String? = nil, reference: String? = nil
  ) {
    self.text = text
    self.channel = channel
    self.topic = topic
    self.form = form
    self.privacy = privacy
    self.attachments = attachments
    self.receivedAt = receivedAt
    self.related = related
    self.mediaURL = mediaURL
    self.reference = reference
  }

  enum CodingKeys: String, CodingKey {
    case text, channel, topic, form, privacy, attachments, related, reference
    case mediaURL = "media_url"
    case receivedAt = "received_at"
  }

  package static let fields = [
    "text": "What was told, in the reporter's own words.",
    "channel": "The door it came in by.",
    "topic": "The topic the reporter chose, if any.",
    "form": "What the reporter stated in form fields.",
    "privacy": "Who may learn the reporter's name.",
    "attachments": "What came with it.",
    "received_at": "When it came in: on paper, where its sender says so.",
    "media_url": "A link to a picture that came with it; nobody has looked where it leads.",
    "reference": "The number that its sender gave it, such as a letter's.",
    "related": "The earlier case that the text names by its number.",
  ]
}
