import Cases
import RouterCore

/// The broker's definitions file: everything that services and units rely on and do not declare themselves.
struct Definitions {
  static let virtualHost = "disposisi"

  let units: UnitDirectory
  let passwords: Passwords

  func document() throws -> JSONValue {
    let accounts = Account.all(units)
    return [
      "vhosts": [["name": .text(Self.virtualHost)]],
      "users": .list(try accounts.map(user)),
      "permissions": .list(accounts.map(permission)),
      "topic_permissions": .list(accounts.compactMap(topicPermission)),
      "exchanges": .list([
        exchange(Topology.casesExchange, "topic"), exchange(Topology.unitsExchange, "direct"),
        exchange(Topology.repliesExchange, "topic"), exchange(Topology.deadExchange, "fanout"),
      ]),
      "queues": .list(queues.map(queue)), "bindings": .list(bindings), "policies": policies,
    ]
  }

  private var queues: [String] {
    [
      Topology.intakeQueue, Topology.classifierQueue, Topology.routerQueue, Topology.repliesQueue,
      Topology.notifierQueue, Topology.deadQueue,
    ] + units.all.map(\.code.queue)
  }

  /// Which queue hears what.
  private var bindings: [JSONValue] {
    let hears: [(queue: String, types: [EventType])] = [
      // Also what changes nothing there: a fact that reached no queue would stay with the router for ever.
      (Topology.intakeQueue, [CaseClassified.type] + Account.routerSays),
      (Topology.classifierQueue, [CaseReceived.type, CaseCorrected.type]),
      (Topology.routerQueue, [CaseClassified.type, ReporterResponded.type]),
      (
        Topology.notifierQueue,
        [CaseReceived.type, ContactRecorded.type, CaseRouted.type, CaseAsked.type, CaseAnswered.type, CaseClosed.type]
      ),
    ]
    let facts = hears.flatMap { entry in
      entry.types.map { binding(Topology.casesExchange, $0.text, entry.queue) }
    }
    let replies = [binding(Topology.repliesExchange, "#", Topology.repliesQueue)]
    let dead = [binding(Topology.deadExchange, "", Topology.deadQueue)]
    return facts + replies + dead
      + units.all.map { binding(Topology.unitsExchange, $0.code.text, $0.code.queue) }
  }

  /// A full queue refuses, so that the publisher keeps the message; what a service has been given a thousand times is put
  /// aside, at least once. A unit's cases are never taken from it, however often its program breaks off: that needs
  /// a number, since brokers from 4.0 on count to 20 without one.
  private var policies: JSONValue {
    let limits: [String: JSONValue] = [
      "dead-letter-exchange": .text(Topology.deadExchange), "dead-letter-strategy": "at-least-once",
      "overflow": "reject-publish", "max-length": 2_000_000,
    ]
    let aside: JSONValue = ["overflow": "reject-publish", "max-length": 2_000_000, "delivery-limit": 1_000_000]
    return [
      policy(
        "limits", "^(intake|classifier|router|router\\.replies|notifier)$",
        .object(limits.merging(["delivery-limit": 1_000]) { $1 })),
      policy("units", "^unit\\..*$", .object(limits.merging(["delivery-limit": 1_000_000]) { $1 })),
      policy("aside", "^dead$", aside),
    ]
  }
}

extension Definitions {
  private func user(_ account: Account) throws -> JSONValue {
    [
      "name": .text(account.name), "password_hash": .text(try passwords.hash(of: account.name)),
      "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": .list(account.tags.map { .text($0) }),
    ]
  }

  private func permission(_ account: Account) -> JSONValue {
    [
      "user": .text(account.name), "vhost": .text(Self.virtualHost), "configure": .text(account.configure),
      "write": .text(account.write), "read": .text(account.read),
    ]
  }

  private func topicPermission(_ account: Account) -> JSONValue? {
    account.topics.map { topics in
      [
        "user": .text(account.name), "vhost": .text(Self.virtualHost), "exchange": .text(topics.exchange),
        "write": .text(topics.write), "read": ".*",
      ]
    }
  }

  private func exchange(_ name: String, _ type: String) -> JSONValue {
    [
      "name": .text(name), "vhost": .text(Self.virtualHost), "type": .text(type), "durable": true,
      "auto_delete": false, "internal": false, "arguments": [:],
    ]
  }

  private func queue(_ name: String) -> JSONValue {
    [
      "name": .text(name), "vhost": .text(Self.virtualHost), "durable": true, "auto_delete": false,
      "arguments": ["x-queue-type": "quorum"],
    ]
  }

  private func binding(_ exchange: String, _ key: String, _ queue: String) -> JSONValue {
    [
      "source": .text(exchange), "vhost": .text(Self.virtualHost), "destination": .text(queue),
      "destination_type": "queue", "routing_key": .text(key), "arguments": [:],
    ]
  }

  private func policy(_ name: String, _ pattern: String, _ definition: JSONValue) -> JSONValue {
    // 3.10 knows only `queues` here; what is not a quorum queue does not match the pattern.
    [
      "vhost": .text(Self.virtualHost), "name": .text(name), "pattern": .text(pattern), "apply-to": "queues",
      "definition": definition, "priority": 0,
    ]
  }
}
