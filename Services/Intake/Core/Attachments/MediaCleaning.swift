package import Foundation

/// Why a file may not be attached.
package struct MediaProblem: Error, Sendable, Equatable {
  package let reason: String
  package let alasan: String

  static let unknownKind = MediaProblem(
    reason: "is neither a JPEG, PNG or WebP picture nor a PDF",
    alasan: "Lampiran harus berupa foto (JPEG, PNG, WebP) atau PDF.")

  static func broken(_ kind: MediaKind, _ what: String) -> MediaProblem {
    MediaProblem(
      reason: "is not a whole file of \(kind.rawValue): \(what)", alasan: "Lampiran rusak atau tidak lengkap.")
  }
}

extension MediaKind {
  /// Copies of a file what its kind needs to be shown, and nothing else: no place, owner, camera or comment, and nothing
  /// that hides behind its end.
  /// - Throws: `MediaProblem` if it is of another kind, or not whole.
  package static func cleaned(_ content: Data) throws(MediaProblem) -> (content: Data, kind: MediaKind) {
    guard let kind = MediaKind(content: content) else { throw MediaProblem.unknownKind }
    switch kind {
    case .jpeg: return (try JPEGCleaning.clean(content), kind)
    case .png: return (try PNGCleaning.clean(content), kind)
    case .webp: return (try WebPCleaning.clean(content), kind)
    case .pdf: return (try PDFCheck.check(content), kind)
    }
  }
}

/// Reads bytes in their order, and says where there are none.
private struct ByteReader {
  let data: Data
  let kind: MediaKind
  var position: Data.Index

  init(_ data: Data, _ kind: MediaKind, skipping count: Int) {
    (self.data, self.kind, position) = (data, kind, data.startIndex + count)
  }

  var isAtEnd: Bool { position >= data.endIndex }

  mutating func take(_ count: Int) throws(MediaProblem) -> Data {
    guard count >= 0, data.endIndex - position >= count else { throw .broken(kind, "it ends too early") }
    defer { position += count }
    return data[position..<(position + count)]
  }

  mutating func number(_ count: Int) throws(MediaProblem) -> Int { try take(count).reduce(0) { $0 << 8 | Int($1) } }

  mutating func littleNumber(_ count: Int) throws(MediaProblem) -> Int {
    try take(count).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}

/// JPEG (ISO/IEC 10918-1): segments, of which the decoder's own are kept, and of the applications' the fixed part of JFIF,
/// without its thumbnail, and Adobe's colours. A colour profile may hold anything, and goes. Which way up it is stands in
/// Exif; that alone is written anew.
private enum JPEGCleaning {
  static func clean(_ content: Data) throws(MediaProblem) -> Data {
    var reader = ByteReader(content, .jpeg, skipping: 2)
    var kept = Data([0xFF, 0xD8])
    var (hasFrame, hasScan) = (false, false)
    while true {
      // Pictures whose end was cut off are shown as far as they go.
      if reader.isAtEnd, hasScan { break }
      let marker = try self.marker(&reader)
      if marker == 0xD9 { break }
      if (0xD0...0xD7).contains(marker) || marker == 0x01 { continue }
      let length = try reader.number(2)
      let segment = try reader.take(length - 2)
      if let part = self.kept(marker, segment) {
        let length = part.count + 2
        kept += [0xFF, marker, UInt8(length >> 8), UInt8(length & 0xFF)] + part
      } else if marker == 0xE1, let turn = Exif.orientation(segment), turn != 1 {
        kept += Exif.segment(orientation: turn)
      }
      hasFrame = hasFrame || ((0xC0...0xCF).contains(marker) && ![0xC4, 0xC8, 0xCC].contains(marker))
      guard marker == 0xDA else { continue }
      guard hasFrame else { throw .broken(.jpeg, "it has no frame") }
      hasScan = true
      kept += scan(&reader)
    }
    guard hasScan else { throw .broken(.jpeg, "it has no scan") }
    return kept + [0xFF, 0xD9]
  }

  private static func marker(_ reader: inout ByteReader) throws(MediaProblem) -> UInt8 {
    guard try reader.number(1) == 0xFF else { throw .broken(.jpeg, "a segment does not begin with a marker") }
    var byte = try reader.number(1)
    while byte == 0xFF { byte = try reader.number(1) }
    return UInt8(byte)
  }

  /// What is kept of a segment; nil for nothing.
  private static func kept(_ marker: UInt8, _ segment: Data) -> Data? {
    switch marker {
    case 0xC8, 0xDE, 0xDF: nil
    case 0xC0...0xCF, 0xDA...0xDD: segment
    // The last two bytes are the thumbnail's width and height.
    case 0xE0: segment.starts(with: Data("JFIF\0".utf8)) && segment.count >= 14 ? segment.prefix(12) + [0, 0] : nil
    case 0xEE: segment.starts(with: Data("Adobe".utf8)) && segment.count >= 12 ? segment.prefix(12) : nil
    default: nil
    }
  }

  /// The compressed picture: up to a marker that is neither a byte of it nor a restart.
  private static func scan(_ reader: inout ByteReader) -> Data {
    let (data, start) = (reader.data, reader.position)
    var index = start
    while index < data.endIndex {
      guard data[index] == 0xFF, index + 1 < data.endIndex else {
        index += 1
        continue
      }
      let next = data[index + 1]
      if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { break }
      index += next == 0xFF ? 1 : 2
    }
    reader.position = min(index, data.endIndex)
    return data[start..<reader.position]
  }
}

/// Of Exif only which way up a picture is.
private enum Exif {
  /// - Returns: 1 to 8; nil if it does not say.
  static func orientation(_ segment: Data) -> UInt8? {
    let bytes = Array(segment.prefix(65_535))
    guard bytes.starts(with: Array("Exif\0\0".utf8)), bytes.count > 14 else { return nil }
    let isLittle = bytes[6] == 0x49
    func number(_ at: Int, _ count: Int) -> Int? {
      guard at >= 6, at + count <= bytes.count else { return nil }
      let part = bytes[at..<(at + count)]
      return (isLittle ? Array(part.reversed()) : Array(part)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let offset = number(10, 4), let count = number(6 + offset, 2), count <= 1000 else { return nil }
    for entry in 0..<count {
      let at = 6 + offset + 2 + 12 * entry
      guard number(at, 2) == 0x0112, let value = number(at + 8, 2), (1...8).contains(value) else { continue }
      return UInt8(value)
    }
    return nil
  }

  /// A whole APP1 segment with this one entry.
  static func segment(orientation: UInt8) -> Data {
    let tiff: [UInt8] = [
      0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
    ]
    let content = Array("Exif\0\0".utf8) + tiff
    return Data([0xFF, 0xE1, 0, UInt8(content.count + 2)] + content)
  }
}

/// PNG (ISO/IEC 15948): chunks, of which those that are drawn are kept, if they are as long as they may be.
private enum PNGCleaning {
  private static let kept: [String: ClosedRange<Int>] = [
    "IHDR": 13...13, "PLTE": 3...768, "IDAT": 0...Int.max, "IEND": 0...0, "tRNS": 1...256, "gAMA": 4...4,
    "cHRM": 32...32, "sRGB": 1...1, "sBIT": 1...4, "bKGD": 1...6, "pHYs": 9...9,
  ]

  static func clean(_ content: Data) throws(MediaProblem) -> Data {
    var reader = ByteReader(content, .png, skipping: 8)
    var cleaned = content.prefix(8)
    var hasPicture = false
    while true {
      let start = reader.position
      let length = try reader.number(4)
      let name = String(decoding: try reader.take(4), as: UTF8.self)
      _ = try reader.take(length)
      _ = try reader.take(4)
      if start == content.startIndex + 8, name != "IHDR" { throw .broken(.png, "it does not begin with IHDR") }
      if let lengths = kept[name] {
        guard lengths.contains(length) else { throw .broken(.png, "its \(name) has \(length) bytes") }
        cleaned += content[start..<reader.position]
      }
      hasPicture = hasPicture || name == "IDAT"
      if name == "IEND" { break }
    }
    guard hasPicture else { throw .broken(.png, "it has no IDAT") }
    return Data(cleaned)
  }
}

/// WebP (RFC 9649): a RIFF file, of which the chunks that are drawn are kept.
private enum WebPCleaning {
  private static let kept: Set = ["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF"]
  private static let keptOfFrame: Set = ["VP8 ", "VP8L", "ALPH"]
  /// The flags of VP8X that say that a colour profile, Exif and XMP are there.
  private static let metadataFlags: UInt8 = 0b0010_1100

  static func clean(_ content: Data) throws(MediaProblem) -> Data {
    var reader = ByteReader(content, .webp, skipping: 4)
    let length = try reader.littleNumber(4)
    guard length >= 4, content.count >= 8 + length else { throw .broken(.webp, "it ends too early") }
    _ = try reader.take(4)
    reader = ByteReader(content.prefix(8 + length), .webp, skipping: 12)
    let (chunks, hasPicture) = try clean(&reader, keeping: kept)
    guard hasPicture else { throw .broken(.webp, "it has no picture") }
    return Data("RIFF".utf8) + little(4 + chunks.count) + Data("WEBP".utf8) + chunks
  }

  private static func clean(
    _ reader: inout ByteReader, keeping kept: Set<String>
  ) throws(MediaProblem) -> (chunks: Data, hasPicture: Bool) {
    var chunks = Data()
    var hasPicture = false
    while !reader.isAtEnd {
      let name = String(decoding: try reader.take(4), as: UTF8.self)
      let size = try reader.littleNumber(4)
      var chunk = Data(try reader.take(size))
      if size % 2 == 1, !reader.isAtEnd { _ = try reader.take(1) }
      guard kept.contains(name) else { continue }
      switch name {
      case "VP8X":
        chunk = chunk.prefix(10)
        if !chunk.isEmpty { chunk[chunk.startIndex] &= ~metadataFlags }
      case "ANIM": chunk = chunk.prefix(6)
      case "ANMF":
        // Where the frame stands, and then chunks again.
        var frame = ByteReader(chunk, .webp, skipping: min(16, chunk.count))
        chunk = chunk.prefix(16) + (try clean(&frame, keeping: keptOfFrame).chunks)
      default: break
      }
      hasPicture = hasPicture || ["VP8 ", "VP8L", "ANMF"].contains(name)
      chunks += Data(name.utf8) + little(chunk.count) + chunk + (chunk.count % 2 == 1 ? Data([0]) : Data())
    }
    return (chunks, hasPicture)
  }

  private static func little(_ number: Int) -> Data {
    Data((0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) })
  }
}

/// PDF is kept as it is: what it holds cannot be told from what it needs. What acts by itself is refused where it stands
/// in the open; compressed objects are not looked into.
private enum PDFCheck {
  private static let active = [
    "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/XFA", "/SubmitForm",
    "/ImportData",
    "/GoToR", "/GoToE",
  ]

  static func check(_ file: Data) throws(MediaProblem) -> Data {
    let content = plain(file)
    guard content.suffix(2048).range(of: Data("%%EOF".utf8)) != nil else {
      throw .broken(.pdf, "it has no %%EOF at its end")
    }
    for word in active {
      var start = content.startIndex
      while let found = content.range(of: Data(word.utf8), in: start..<content.endIndex) {
        // `/JS` is not `/JSomething`.
        let next = found.upperBound < content.endIndex ? content[found.upperBound] : 0x20
        guard (0x41...0x5A).contains(next & 0xDF) || (0x30...0x39).contains(next) else {
          throw MediaProblem(
            reason: "is a PDF with \(word), expected one that only shows",
            alasan: "PDF dengan isi aktif tidak diterima.")
        }
        start = found.upperBound
      }
    }
    return file
  }

  /// With names as they are meant: `/J#61vaScript` is `/JavaScript` (ISO 32000-1, 7.3.5).
  private static func plain(_ file: Data) -> Data {
    guard file.contains(UInt8(ascii: "#")) else { return file }
    let bytes = Array(file)
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "#"), index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        plain.append(byte)
        index += 3
      } else {
        plain.append(bytes[index])
        index += 1
      }
    }
    return Data(plain)
  }
}
