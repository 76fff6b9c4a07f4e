import Foundation
package import HummingbirdCore

extension URI {
  /// The query as forms send it: a plus is a blank, which leaves nothing else of what people typed.
  package var formParameters: [String: String] {
    let pairs = (query ?? "").split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : "")
    }
    return Dictionary(pairs) { first, _ in first }
  }

  private static func decoded(_ text: Substring) -> String {
    let plain = text.replacing("+", with: " ")
    return plain.removingPercentEncoding ?? String(plain)
  }
}

extension String {
  /// A part of a path, which a router leaves as it was sent.
  package var decodedFromPath: String { removingPercentEncoding ?? self }
}
