import Foundation

/// Looks over a stranger's JSON before a decoder does. A decoder compares names as text, and takes a time that grows with the
/// square of their length where they are made for that; and of two equal names it takes one, without a word.
enum JSONNames {
  /// In bytes; the names that doors know are far shorter, and plain.
  private static let longest = 100
  private static let deepest = 32

  private struct Level {
    let isObject: Bool
    var names: Set<[UInt8]> = []
  }

  /// What else is wrong with the JSON its decoder finds.
  /// - Throws: `DecodingError` for a name that is long or not plain, one that comes twice, a comma before an end, and what
  ///   lies too deep.
  static func check(_ json: Data) throws {
    var levels: [Level] = []
    var string: Range<Int> = 0..<0
    // The last byte that is no blank; a quote for a whole string.
    var last: UInt8 = 0
    try json.withUnsafeBytes { bytes in
      var index = 0
      while index < bytes.count {
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\""):
          let end = self.end(of: index, in: bytes)
          string = index + 1..<end
          index = end
        case UInt8(ascii: ":"):
          if last == UInt8(ascii: "\""), levels.last?.isObject == true {
            try take(bytes[string], &levels[levels.count - 1])
          }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          levels.append(Level(isObject: byte == UInt8(ascii: "{")))
          guard levels.count <= deepest else { throw problem("it is nested more than \(deepest) deep") }
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          guard last != UInt8(ascii: ",") else { throw problem("found a comma before an end") }
          _ = levels.popLast()
        default: break
        }
        if ![0x20, 0x09, 0x0A, 0x0D].contains(byte) { last = byte }
        index += 1
      }
    }
  }

  /// Where a string's last quote is, or the end of all.
  private static func end(of start: Int, in bytes: UnsafeRawBufferPointer) -> Int {
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, bytes.count)
  }

  private static func take(_ name: Slice<UnsafeRawBufferPointer>, _ level: inout Level) throws {
    guard name.count <= longest, name.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != UInt8(ascii: "\\") }) else {
      throw problem("found a name of \(name.count) bytes, expected at most \(longest) plain letters")
    }
    guard level.names.insert(Array(name)).inserted else {
      throw problem("'\(String(decoding: name, as: UTF8.self))' is there twice, expected it once")
    }
  }

  private static func problem(_ text: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: [], debugDescription: text))
  }
}
