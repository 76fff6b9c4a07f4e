import struct Foundation.Date

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
