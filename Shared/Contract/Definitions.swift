package import Cases

/// The broker's definitions file: everything that services and units rely on and do not declare themselves.
package struct Definitions {
  private let units: [UnitCode]
  private let passwordHash: (_ account: String) throws -> String

  /// - Parameter passwordHash: an account's password as RabbitMQ keeps it.
  package init(units: [UnitCode], passwordHash: @escaping (_ account: String) throws -> String) {
    self.units = units
    self.passwordHash = passwordHash
  }

  /// - Throws: what `passwordHash` throws.
  package func document() throws -> JSONValue {
    let accounts = Account.all(units)
    return [
      "vhosts": [["name": .text(BrokerNames.virtualHost)]],
      "users": .list(try accounts.map(user)),
      "permissions": .list(accounts.map(permission)),
      "topic_permissions": .list(accounts.compactMap(topicPermission)),
      "exchanges": .list(exchanges), "queues": .list(queues), "bindings": .list(bindings), "policies": policies,
    ]
  }

  private var exchanges: [JSONValue] {
    // Direct, so that a routing key means one queue: an observer's queue that was bound to a pattern would take what its
    // hearer is missing, and nobody would know. Who wants to hear a fact too is a row of `Flow`.
    ServiceName.allCases.filter(\.isSpeaker).map { exchange($0.exchange, "direct") }
      + [exchange(BrokerNames.repliesExchange, "topic"), exchange(BrokerNames.deadExchange, "fanout")]
  }

  /// One reader at a time of what a service keeps state about: a second one waits, whoever started it.
  private var queues: [JSONValue] {
    BrokerNames.serviceQueues.map { queue($0, hasOneReader: true) }
      + ([BrokerNames.deadQueue] + units.map(\.queue)).map { queue($0, hasOneReader: false) }
  }

  private var bindings: [JSONValue] {
    let facts = Flow.table.flatMap { row in
      row.hearers.map { binding(row.speaker.exchange, Flow.key(row.type, to: $0), $0.queue) }
    }
    let told = Flow.unitSpeakers.flatMap { speaker in
      units.map { binding(speaker.exchange, BrokerNames.key(of: $0), $0.queue) }
    }
    return facts + told + [
      binding(BrokerNames.repliesExchange, "#", BrokerNames.repliesQueue),
      binding(BrokerNames.deadExchange, "", BrokerNames.deadQueue),
    ]
  }

  /// A full queue refuses, so that the publisher keeps the message; what a service has been given a thousand times is put
  /// aside, at least once. A unit's cases are never taken from it, however often its program breaks off: that needs
  /// a number, since brokers from 4.0 on count to 20 without one. Leaders are spread over a cluster's nodes.
  private var policies: JSONValue {
    let aside: [String: JSONValue] = [
      "overflow": "reject-publish", "max-length": 2_000_000, "delivery-limit": 1_000_000,
      "queue-leader-locator": "balanced",
    ]
    let units = aside.merging([
      "dead-letter-exchange": .text(BrokerNames.deadExchange), "dead-letter-strategy": "at-least-once",
    ]) { $1 }
    let services = units.merging(["delivery-limit": 1_000]) { $1 }
    return [
      policy("limits", Account.exactly(BrokerNames.serviceQueues), services),
      // Strangers write here: they fill neither the disk nor the memory, which would stop all publishers.
      policy(
        "replies", Account.exactly([BrokerNames.repliesQueue]),
        services.merging(["max-length-bytes": 67_108_864]) { $1 },
        priority: 1),
      // What a unit leaves unread, its own refusals too, does not fill the disk: the router keeps the rest.
      policy("units", "^unit\\..*$", units.merging(["max-length-bytes": 268_435_456]) { $1 }),
      policy("aside", Account.exactly([BrokerNames.deadQueue]), aside),
    ]
  }
}

extension Definitions {
  private func user(_ account: Account) throws -> JSONValue {
    [
      "name": .text(account.name), "password_hash": .text(try passwordHash(account.name)),
      "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": .list(account.tags.map { .text($0) }),
      // Each connection costs the broker memory, whoever opens it.
      "limits": .object(account.limits.mapValues { .integer($0) }),
    ]
  }

  private func permission(_ account: Account) -> JSONValue {
    [
      "user": .text(account.name), "vhost": .text(BrokerNames.virtualHost), "configure": .text(account.configure),
      "write": .text(account.write), "read": .text(account.read),
    ]
  }

  private func topicPermission(_ account: Account) -> JSONValue? {
    account.topics.map { topics in
      [
        "user": .text(account.name), "vhost": .text(BrokerNames.virtualHost), "exchange": .text(topics.exchange),
        "write": .text(topics.write), "read": ".*",
      ]
    }
  }

  private func exchange(_ name: String, _ type: String) -> JSONValue {
    [
      "name": .text(name), "vhost": .text(BrokerNames.virtualHost), "type": .text(type), "durable": true,
      "auto_delete": false, "internal": false, "arguments": [:],
    ]
  }

  private func queue(_ name: String, hasOneReader: Bool) -> JSONValue {
    var arguments: [String: JSONValue] = ["x-queue-type": "quorum"]
    if hasOneReader { arguments["x-single-active-consumer"] = true }
    return [
      "name": .text(name), "vhost": .text(BrokerNames.virtualHost), "durable": true, "auto_delete": false,
      "arguments": .object(arguments),
    ]
  }

  private func binding(_ exchange: String, _ key: String, _ queue: String) -> JSONValue {
    [
      "source": .text(exchange), "vhost": .text(BrokerNames.virtualHost), "destination": .text(queue),
      "destination_type": "queue", "routing_key": .text(key), "arguments": [:],
    ]
  }

  private func policy(
    _ name: String, _ pattern: String, _ definition: [String: JSONValue], priority: Int = 0
  ) -> JSONValue {
    // 3.10 knows only `queues` here; what is not a quorum queue does not match the pattern.
    [
      "vhost": .text(BrokerNames.virtualHost), "name": .text(name), "pattern": .text(pattern), "apply-to": "queues",
      "definition": .object(definition), "priority": .integer(priority),
    ]
  }
}
