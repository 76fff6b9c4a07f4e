/// What may be attached, known by how its content begins and not by what the sender calls it.
package enum MediaKind: String, Sendable, CaseIterable {
  case jpeg = "image/jpeg"
  case png = "image/png"
  case webp = "image/webp"
  case pdf = "application/pdf"

  package var fileExtension: String {
    switch self {
    case .jpeg: "jpg"
    case .png: "png"
    case .webp: "webp"
    case .pdf: "pdf"
    }
  }

  /// - Returns: nil for anything else.
  package init?(content: some Collection<UInt8>) {
    let start = Array(content.prefix(12))
    if start.starts(with: [0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if start.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if start.starts(with: "RIFF".utf8), start.dropFirst(8).starts(with: "WEBP".utf8) {
      self = .webp
    } else if start.starts(with: "%PDF-".utf8) {
      self = .pdf
    } else {
      return nil
    }
  }
}
