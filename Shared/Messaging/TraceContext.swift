/// A W3C trace context: which request a message follows from.
package struct TraceContext: Sendable, Equatable {
  /// 32 hexadecimal digits.
  package let traceID: String
  /// 16 hexadecimal digits.
  package let spanID: String

  /// As the header `traceparent` writes it.
  package var header: String { "00-\(traceID)-\(spanID)-01" }

  /// A new trace.
  package init() {
    traceID = Self.hexadecimal(words: 2)
    spanID = Self.hexadecimal(words: 1)
  }

  /// - Returns: nil if the header is not a valid `traceparent`.
  package init?(header: String) {
    let parts = header.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[1].count == 32, parts[2].count == 16,
      (parts[1] + parts[2]).utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    traceID = String(parts[1])
    spanID = String(parts[2])
  }

  private init(traceID: String) {
    self.traceID = traceID
    spanID = Self.hexadecimal(words: 1)
  }

  /// The next step of the same trace.
  package var child: TraceContext { TraceContext(traceID: traceID) }

  private static func hexadecimal(words: Int) -> String {
    (0..<words).map { _ in
      let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
