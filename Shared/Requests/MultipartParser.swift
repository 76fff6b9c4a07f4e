package import Foundation

/// A form with files, as browsers send it (multipart/form-data, RFC 7578), read while it comes: what is kept of it is
/// never more than its fields and some bytes.
package struct MultipartParser: Sendable {
  /// What the parser has found, in the order of the body.
  package enum Part: Sendable, Equatable {
    case field(name: String, value: String)
    case fileBegins(field: String)
    case fileBytes(Data)
    case fileEnds
  }

  private enum Place { case preamble, delimiter, headers, field(String), file, epilogue }

  private let delimiter: Data
  private var place = Place.preamble
  /// What has come and is not understood yet. A line end stands before the first delimiter too.
  private var waiting = Data("\r\n".utf8)
  /// How many bytes of these begin no delimiter: who sends byte by byte does not have all searched for each.
  private var searched = 0
  private var partCount = 0
  private var fieldBytes = 0

  package static let maximumParts = 100
  /// Of one part, in bytes.
  package static let maximumHeaders = 8_192

  /// - Throws: `FieldProblem` if the content type names no boundary.
  package init(_ type: ContentType) throws(FieldProblem) {
    guard let boundary = type["boundary"], (1...70).contains(boundary.utf8.count) else {
      throw Self.malformed("the content type names no boundary of 1 to 70 characters")
    }
    delimiter = Data("\r\n--\(boundary)".utf8)
  }

  /// Takes the next bytes of the body, and hands on what they complete.
  /// - Throws: `FieldProblem` if the body is not what its content type says, or a field is too long.
  package mutating func feed(_ bytes: Data) throws(FieldProblem) -> [Part] {
    waiting.append(bytes)
    var parts: [Part] = []
    while try step(&parts) {}
    // A slice holds on to what it is a slice of.
    if waiting.startIndex > 0 { waiting = Data(waiting) }
    return parts
  }

  /// - Throws: `FieldProblem` if the body ended before its end.
  package func finish() throws(FieldProblem) {
    switch place {
    case .epilogue: return
    case .preamble: throw Self.malformed("the boundary does not occur in the body")
    default: throw Self.malformed("the last part does not end with the boundary")
    }
  }

  /// - Returns: whether there may be more to do.
  private mutating func step(_ parts: inout [Part]) throws(FieldProblem) -> Bool {
    switch place {
    case .epilogue:
      waiting = Data()
      return false
    case .preamble:
      guard let found = nextDelimiter() else {
        keep(last: delimiter.count + 2)
        return false
      }
      take(through: found.upperBound)
      place = .delimiter
      return true
    case .delimiter: return try afterDelimiter()
    case .headers: return try headers(&parts)
    case .field(let name): return try field(name, &parts)
    case .file: return file(&parts)
    }
  }

  private mutating func afterDelimiter() throws(FieldProblem) -> Bool {
    guard waiting.count >= 2 else { return false }
    if waiting.starts(with: Data("--".utf8)) {
      place = .epilogue
      return true
    }
    guard let end = waiting.prefix(Self.maximumHeaders).range(of: Data("\r\n".utf8)) else {
      guard waiting.count < Self.maximumHeaders else { throw Self.malformed("a boundary's line does not end") }
      return false
    }
    partCount += 1
    guard partCount <= Self.maximumParts else {
      throw Self.malformed("there are more than \(Self.maximumParts) parts")
    }
    // The line end stays: a part without any header has nothing before it.
    take(through: end.lowerBound)
    place = .headers
    return true
  }

  private mutating func headers(_ parts: inout [Part]) throws(FieldProblem) -> Bool {
    guard let gap = waiting.range(of: Data("\r\n\r\n".utf8)), gap.lowerBound - waiting.startIndex <= Self.maximumHeaders
    else {
      guard waiting.count <= Self.maximumHeaders else {
        throw Self.malformed("a part's headers have more than \(Self.maximumHeaders) bytes")
      }
      return false
    }
    let headers = PartHeaders(waiting[waiting.startIndex..<gap.lowerBound])
    guard let name = headers.name, headers.dispositions == 1 else {
      throw Self.malformed("a part has no name, or more than one Content-Disposition")
    }
    try KnownNames.measure(name)
    take(through: gap.upperBound)
    if headers.isFile {
      place = .file
      parts.append(.fileBegins(field: name))
    } else {
      place = .field(name)
    }
    return true
  }

  private mutating func field(_ name: String, _ parts: inout [Part]) throws(FieldProblem) -> Bool {
    let found = nextDelimiter()
    let length = (found?.lowerBound ?? max(waiting.startIndex, waiting.endIndex - delimiter.count)) - waiting.startIndex
    guard length <= FormLimits.field, fieldBytes + length <= FormLimits.allFields else {
      throw FormLimits.tooLong(name)
    }
    guard let found else { return false }
    guard let value = String(data: Data(waiting[waiting.startIndex..<found.lowerBound]), encoding: .utf8) else {
      throw FieldProblem(name, reason: "is not UTF-8", alasan: "Isian tidak dapat dibaca.", example: "Surabaya")
    }
    fieldBytes += length
    parts.append(.field(name: name, value: value))
    take(through: found.upperBound)
    place = .delimiter
    return true
  }

  private mutating func file(_ parts: inout [Part]) -> Bool {
    guard let found = nextDelimiter() else {
      let certain = waiting.count - delimiter.count - 2
      guard certain > 0 else { return false }
      parts.append(.fileBytes(Data(waiting.prefix(certain))))
      keep(last: delimiter.count + 2)
      return false
    }
    if found.lowerBound > waiting.startIndex { parts.append(.fileBytes(Data(waiting[..<found.lowerBound]))) }
    parts.append(.fileEnds)
    take(through: found.upperBound)
    place = .delimiter
    return true
  }

  /// A delimiter, and not a longer word that begins with it: behind it stand `--`, or blanks and a line end.
  private mutating func nextDelimiter() -> Range<Data.Index>? {
    while let found = position(of: delimiter, after: searched) {
      let behind = waiting[(found + delimiter.count)...]
      let word = behind.drop { $0 == 0x20 || $0 == 0x09 }
      // Too early to tell.
      if behind.count < 2 || (word.isEmpty && behind.count < 100) { return nil }
      if behind.starts(with: Data("--".utf8)) || word.first == 0x0D { return found..<(found + delimiter.count) }
      searched = found - waiting.startIndex + delimiter.count
    }
    searched = max(searched, waiting.count - delimiter.count + 1)
    return nil
  }

  /// By its first byte, which pictures have seldom.
  private func position(of bytes: Data, after offset: Int) -> Data.Index? {
    waiting.withUnsafeBytes { hay in
      bytes.withUnsafeBytes { needle in
        guard let start = hay.baseAddress, let wanted = needle.baseAddress else { return nil }
        var at = offset
        while at + needle.count <= hay.count, let found = memchr(start + at, 0x0D, hay.count - needle.count + 1 - at) {
          at = UnsafeRawPointer(found) - start
          if memcmp(start + at, wanted, needle.count) == 0 { return waiting.startIndex + at }
          at += 1
        }
        return nil
      }
    }
  }

  private mutating func take(through end: Data.Index) {
    waiting = waiting[end...]
    searched = 0
  }

  private mutating func keep(last count: Int) {
    guard waiting.count > count else { return }
    take(through: waiting.endIndex - count)
  }

  private static func malformed(_ what: String) -> FieldProblem {
    FieldProblem(
      "body", reason: "is not valid multipart/form-data: \(what)", alasan: "Formulir tidak dapat dibaca.",
      example: "curl -F description=... -F media=@photo.jpg")
  }
}

/// A part's name, and whether it is a file.
private struct PartHeaders {
  private(set) var name: String?
  private(set) var isFile = false
  private(set) var dispositions = 0

  init(_ bytes: Data) {
    // A line that begins with a blank goes on with the one before it.
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: " ").replacing("\r\n\t", with: " ")
    for line in text.split(separator: "\r\n") where line.lowercased().hasPrefix("content-disposition:") {
      dispositions += 1
      let parameters = line.drop { $0 != ";" }
      name = HeaderParameters.value(of: "name", in: parameters)
      // RFC 5987's form stands alone where a name has letters that are not ASCII.
      isFile = ["filename", "filename*"].contains { HeaderParameters.value(of: $0, in: parameters) != nil }
    }
  }
}
