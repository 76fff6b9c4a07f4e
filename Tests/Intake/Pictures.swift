import Foundation

/// The smallest pictures that are whole, with what cameras write into them.
enum Pictures {
  static func segment(_ marker: UInt8, _ content: [UInt8]) -> Data {
    Data([0xFF, marker, UInt8((content.count + 2) >> 8), UInt8((content.count + 2) & 0xFF)] + content)
  }

  static let place = "GPS 7.2575 S 112.7521 E, Siti Aminah"

  /// Exif as a phone writes it: how it was held, and where.
  static func exif(orientation: UInt8) -> Data {
    let tiff: [UInt8] = [
      0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0,
    ]
    return segment(0xE1, Array("Exif\0\0".utf8) + tiff + Array(place.utf8))
  }

  static func jpeg(bytes: Int = 100, before: Data = Data(), behind: String = "") -> Data {
    let start = Data([0xFF, 0xD8]) + segment(0xE0, Array("JFIF\0".utf8) + [1, 1, 0, 0, 1, 0, 1, 0, 0]) + before
    let frame = segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0])
    let scan =
      segment(0xDA, [1, 1, 0, 0, 0x3F, 0]) + Data(repeating: 7, count: bytes) + Data([0xFF, 0, 0xFF, 0xD3, 1])
    return start + frame + scan + Data([0xFF, 0xD9]) + Data(behind.utf8)
  }

  static func chunk(_ name: String, _ content: Data) -> Data {
    Data((0..<4).map { UInt8(truncatingIfNeeded: content.count >> (24 - 8 * $0)) }) + Data(name.utf8) + content
      + Data([1, 2, 3, 4])
  }

  static func png(more: Data = Data(), behind: String = "") -> Data {
    Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) + chunk("IHDR", Data(count: 13)) + more
      + chunk("IDAT", Data([1, 2, 3])) + chunk("IEND", Data()) + Data(behind.utf8)
  }

  static func webp(more: Data = Data(), behind: String = "") -> Data {
    let chunks =
      riff("VP8X", Data([0b0000_1100] + [UInt8](repeating: 0, count: 9))) + riff("VP8 ", Data([1, 2, 3])) + more
    return Data("RIFF".utf8) + little(4 + chunks.count) + Data("WEBP".utf8) + chunks + Data(behind.utf8)
  }

  static func riff(_ name: String, _ content: Data) -> Data {
    Data(name.utf8) + little(content.count) + content + (content.count % 2 == 1 ? Data([0]) : Data())
  }

  private static func little(_ number: Int) -> Data {
    Data((0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }
}
