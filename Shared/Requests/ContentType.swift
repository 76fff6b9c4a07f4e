/// What a `Content-Type` header says (RFC 9110, section 8.3.1): names are compared without regard to case.
package struct ContentType: Sendable, Equatable {
  /// `multipart/form-data`, in small letters.
  package let essence: String
  private let parameters: Substring

  package init(_ header: String) {
    let end = header.firstIndex(of: ";") ?? header.endIndex
    essence = Self.trimmed(header[..<end]).lowercased()
    parameters = header[end...].prefix(1000)
  }

  package subscript(name: String) -> String? { HeaderParameters.value(of: name, in: parameters) }

  private static func trimmed(_ text: Substring) -> Substring {
    let start = text.drop { $0 == " " || $0 == "\t" }
    guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
    return start[...last]
  }
}

/// `; name=value; other="quoted; value"` behind a header's first word (RFC 9110, section 5.6.6).
enum HeaderParameters {
  static func value(of wanted: String, in text: Substring) -> String? {
    var rest = text
    while let semicolon = rest.firstIndex(of: ";") {
      rest = rest[rest.index(after: semicolon)...].drop { $0 == " " || $0 == "\t" }
      let name = rest.prefix { $0 != "=" && $0 != ";" && $0 != " " }
      rest = rest[name.endIndex...]
      guard rest.first == "=" else { continue }
      let value = take(&rest)
      if name.lowercased() == wanted { return value }
    }
    return nil
  }

  /// The value behind the equals sign.
  private static func take(_ rest: inout Substring) -> String {
    rest = rest.dropFirst()
    guard rest.first == "\"" else {
      let token = rest.prefix { $0 != ";" && $0 != " " && $0 != "\t" }
      rest = rest[token.endIndex...]
      return String(token)
    }
    var value = ""
    var isEscaped = false
    rest = rest.dropFirst()
    while let character = rest.popFirst() {
      if isEscaped {
        value.append(character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        break
      } else {
        value.append(character)
      }
    }
    return value
  }
}
