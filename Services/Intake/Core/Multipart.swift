package import Foundation

/// A form with files, as browsers send it (multipart/form-data, RFC 7578).
package struct Multipart: Sendable {
  package struct File: Sendable {
    package let field: String
    package let content: Data
  }

  package private(set) var fields: [String: String] = [:]
  /// Files that were chosen; an empty one means that none was.
  package private(set) var files: [File] = []
  private static let maximumParts = 100

  /// - Throws: `FieldProblem` if the body is not what its content type says.
  package init(_ body: Data, contentType: String) throws(FieldProblem) {
    guard let boundary = Self.boundary(contentType) else {
      throw Self.malformed("the content type names no boundary of 1 to 70 characters")
    }
    let delimiter = Data("--\(boundary)".utf8)
    guard var position = body.range(of: delimiter)?.upperBound else {
      throw Self.malformed("the boundary does not occur in the body")
    }
    for _ in 0..<Self.maximumParts {
      if body[position...].starts(with: Data("--".utf8)) { return }
      guard let next = body.range(of: Data("\r\n".utf8) + delimiter, in: position..<body.endIndex) else {
        throw Self.malformed("the last part does not end with the boundary")
      }
      try add(body[position..<next.lowerBound])
      position = next.upperBound
    }
    throw Self.malformed("there are more than \(Self.maximumParts) parts")
  }

  private mutating func add(_ part: Data) throws(FieldProblem) {
    guard let gap = part.range(of: Data("\r\n\r\n".utf8)) else { throw Self.malformed("a part has no headers") }
    let headers = String(decoding: part[part.startIndex..<gap.lowerBound], as: UTF8.self)
    let content = part[gap.upperBound...]
    guard
      let disposition = headers.split(separator: "\r\n").first(where: {
        $0.lowercased().hasPrefix("content-disposition:")
      }),
      let name = Self.parameter("name", disposition)
    else { throw Self.malformed("a part has no name") }
    if Self.parameter("filename", disposition) != nil {
      if !content.isEmpty { files.append(File(field: name, content: Data(content))) }
    } else {
      guard let text = String(data: Data(content), encoding: .utf8) else {
        throw FieldProblem(name, reason: "is not UTF-8", alasan: "Isian tidak dapat dibaca.", example: "Surabaya")
      }
      fields[name] = text
    }
  }

  private static func boundary(_ contentType: String) -> String? {
    guard let found = parameter("boundary", contentType[...]), (1...70).contains(found.utf8.count) else { return nil }
    return found
  }

  /// `name="value"` or `name=value`, as its own parameter and not as the end of another's name.
  private static func parameter(_ name: String, _ header: Substring) -> String? {
    for piece in header.split(separator: ";").dropFirst() {
      let pair = piece.trimmingCharacters(in: .whitespaces)
      guard pair.lowercased().hasPrefix(name + "=") else { continue }
      return pair.dropFirst(name.count + 1).trimmingCharacters(in: CharacterSet(charactersIn: "\""))
    }
    return nil
  }

  private static func malformed(_ what: String) -> FieldProblem {
    FieldProblem(
      "body", reason: "is not valid multipart/form-data: \(what)", alasan: "Formulir tidak dapat dibaca.",
      example: "curl -F description=... -F media=@photo.jpg")
  }
}
