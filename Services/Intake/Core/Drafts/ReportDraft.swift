import Cases

/// A report as it came in by any door: texts that nobody has checked.
package struct ReportDraft: Sendable, Equatable {
  package var text: String?
  package var channel: String?
  package var service: String?
  package var region: String?
  package var cooperative: String?
  package var membershipArea: String?
  package var kind: String?
  package var privacy: String?
  package var name: String?
  package var phone: String?
  package var email: String?
  package var language: String?
  package var latitude: String?
  package var longitude: String?
  package var address: String?
  /// A link to a picture.
  package var mediaURL: String?
  /// When a letter came in, and the number that its gateway gave it.
  package var receivedAt: String?
  package var reference: String?

  package init() {}

  /// What a form brings, under the names of its door.
  package init(_ fields: [String: String], names: FieldNames) {
    text = fields[names.text]
    channel = fields["channel"]
    service = fields[names.service]
    region = fields[names.form("region")]
    cooperative = fields[names.form("cooperative")]
    membershipArea = fields[names.form("membership_area")]
    kind = fields[names.form("kind")]
    privacy = fields[names.privacy]
    name = fields[names.reporter("name")]
    phone = fields[names.reporter("phone")]
    email = fields[names.reporter("email")]
    language = fields["language"]
    receivedAt = fields["received_at"]
    reference = fields["reference"]
  }
}
