package import Cases

/// JSON values as XML, the way Open311 writes both: a list becomes elements named for one of its items.
package enum XML {
  /// - Parameter root: the name of the outermost element.
  package static func document(_ value: JSONValue, root: String) -> String {
    #"<?xml version="1.0" encoding="utf-8"?>"# + "\n" + element(root, value) + "\n"
  }

  private static let items = [
    "services": "service", "service_requests": "request", "errors": "error", "attributes": "attribute",
    "values": "value", "service_request_updates": "request_update", "endpoints": "endpoint", "formats": "format",
  ]

  private static func element(_ name: String, _ value: JSONValue) -> String {
    let content = content(name, value)
    return content.isEmpty ? "<\(name)/>" : "<\(name)>\(content)</\(name)>"
  }

  private static func content(_ name: String, _ value: JSONValue) -> String {
    switch value {
    case .null: ""
    case .bool(let flag): flag ? "true" : "false"
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .text(let text): escape(text)
    case .list(let values): values.map { element(items[name] ?? "item", $0) }.joined()
    case .object(let fields): fields.sorted { $0.key < $1.key }.map { element($0.key, $0.value) }.joined()
    }
  }

  /// What XML 1.0 calls a character (section 2.2): others may not be written, not even as a reference.
  private static func isCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// For XML and HTML, in content and in attributes. Scalar by scalar: a quote with an accent is a quote.
  package static func escape(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(isCharacter(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(escaped)
  }
}
