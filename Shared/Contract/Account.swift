package import Cases

/// An account at the broker and the little it may do. Services and units declare nothing: operators do.
///
/// A service may write to its own exchange alone, and queues are bound to that only for what it may say: so neither a
/// message's properties nor its headers reach anybody else.
package struct Account: Sendable {
  package let name: String
  /// Regular expressions of what may be configured, written to and read from.
  package let configure: String
  package let write: String
  package let read: String
  /// On an exchange of type topic: the routing keys that may be used.
  package var topics: (exchange: String, write: String)?
  package var tags: [String] = []
  /// As RabbitMQ calls them: how many connections and channels it may have at a time.
  package var limits: [String: Int] = [:]

  package static let operatorName = "operator"

  package static func all(_ units: [UnitCode]) -> [Account] {
    // Who puts a dead letter back does it in the name of who sent it.
    [Account(name: operatorName, configure: ".*", write: ".*", read: ".*", tags: ["management", "impersonator"])]
      + ServiceName.allCases.map(service) + units.map(unit)
  }

  private static func service(_ service: ServiceName) -> Account {
    Account(
      name: service.rawValue, configure: "^$", write: service.isSpeaker ? exactly([service.exchange]) : "^$",
      read: exactly(service.queues))
  }

  private static func unit(_ unit: UnitCode) -> Account {
    Account(
      name: unit.text, configure: "^$", write: exactly([BrokerNames.repliesExchange]),
      read: exactly([unit.queue, unit.trialQueue]),
      topics: (BrokerNames.repliesExchange, exactly([unit.text])),
      limits: ["max-connections": 20, "max-channels": 200])
  }

  static func exactly(_ names: [String]) -> String {
    let escaped = names.map { $0.replacing(".", with: "\\.") }
    return escaped.count == 1 ? "^\(escaped[0])$" : "^(\(escaped.joined(separator: "|")))$"
  }
}
