package import Foundation

/// A unit's or operator's foreign AMQP client.
package enum Peer {
  /// A message as the client saw it.
  package struct Received: Decodable, Sendable {
    package let userID: String?
    package let messageID: String?
    package let type: String?
    package let headers: [String: String]?
    package let routingKey: String
    package let body: String

    enum CodingKeys: String, CodingKey {
      case type, headers, body
      case userID = "user_id"
      case messageID = "message_id"
      case routingKey = "routing_key"
    }

    /// The body as JSON.
    package func json() throws -> [String: Any] {
      try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any] ?? [:]
    }
  }

  private static let script = Program.root + "Tests/TestKit/peer.py"

  /// Takes up to so many messages, and gives up after some seconds.
  package static func drain(_ url: String, _ queue: String, count: Int, seconds: Int = 30) async throws -> [Received] {
    let output = try await Program.succeed(["/usr/bin/python3", script, "drain", url, queue, "\(count)", "\(seconds)"])
    return try output.split(separator: "\n").map { try JSONDecoder().decode(Received.self, from: Data($0.utf8)) }
  }

  package static func send(
    _ url: String, exchange: String, key: String, properties: [String: String] = [:], body: String
  ) async throws -> Program.Outcome {
    try await send(url, exchange: exchange, key: key, properties: properties, body: Data(body.utf8))
  }

  /// Any bytes.
  package static func send(
    _ url: String, exchange: String, key: String, properties: [String: String] = [:], body: Data
  ) async throws -> Program.Outcome {
    let head = try JSONSerialization.data(withJSONObject: properties) + Data("\n".utf8)
    return try await Program.run(["/usr/bin/python3", script, "send", url, exchange, key], input: head + body)
  }

  package static func declare(_ url: String, _ queue: String) async throws {
    try await Program.succeed(["/usr/bin/python3", script, "declare", url, queue])
  }

  /// Makes a queue that gets all facts and replies, and what some units get.
  package static func observe(_ url: String, _ queue: String) async throws {
    try await Program.succeed(["/usr/bin/python3", script, "observe", url, queue])
  }

  /// Any other verb of peer.py.
  package static func run(_ verb: String, _ url: String, _ words: String...) async throws {
    try await Program.succeed(["/usr/bin/python3", script, verb, url] + words)
  }

  package static func remove(_ url: String, _ queue: String) async throws {
    try await Program.succeed(["/usr/bin/python3", script, "remove", url, queue])
  }

  package static func count(_ url: String, _ queue: String) async throws -> Int {
    let output = try await Program.succeed(["/usr/bin/python3", script, "count", url, queue])
    return Int(output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? -1
  }
}
