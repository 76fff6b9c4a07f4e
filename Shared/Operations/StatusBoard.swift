import NIOConcurrencyHelpers

/// What a service says of itself to operators, a line each: `/status` on its admin port.
package final class StatusBoard: Sendable {
  package typealias Line = @Sendable () async -> String?

  private let lines = NIOLockedValueBox<[(name: String, line: Line)]>([])

  package init() {}

  /// - Parameter line: nil where there is nothing to say.
  package func add(_ name: String, _ line: @escaping Line) {
    lines.withLockedValue { $0.append((name, line)) }
  }

  package func rendered() async -> String {
    var text = ""
    for (name, line) in lines.withLockedValue({ $0 }) {
      if let line = await line() { text += "\(name)\t\(line.replacing("\n", with: "; "))\n" }
    }
    return text
  }
}
