import Cases
import RouterCore

/// An account at the broker and the little it may do. Services and units declare nothing: operators do.
struct Account {
  let name: String
  /// Regular expressions of what may be configured, written to and read from.
  let configure: String
  let write: String
  let read: String
  /// On an exchange of type topic: the routing keys that may be used.
  var topics: (exchange: String, write: String)?
  var tags: [String] = []

  static let operatorName = "operator"

  static func all(_ units: UnitDirectory) -> [Account] {
    services
      + units.all.map { unit in
        Account(
          name: unit.code.text, configure: "^$", write: exactly(Topology.repliesExchange),
          read: exactly(unit.code.queue),
          topics: (Topology.repliesExchange, exactly(unit.code.text)))
      }
  }

  private static var services: [Account] {
    [
      Account(name: operatorName, configure: ".*", write: ".*", read: ".*", tags: ["management"]),
      service(
        "intake", says: [CaseReceived.type, ContactRecorded.type, ReporterResponded.type], hears: [Topology.intakeQueue]
      ),
      service("classifier", says: [CaseClassified.type], hears: [Topology.classifierQueue]),
      service(
        "router", says: routerSays, hears: [Topology.routerQueue, Topology.repliesQueue],
        also: [Topology.unitsExchange]),
      service("notifier", says: [], hears: [Topology.notifierQueue]),
    ]
  }

  static let routerSays = [
    CaseRouted.type, CaseAccepted.type, CaseAsked.type, CaseReplied.type, CaseAnswered.type, CaseTransferred.type,
    CaseClosed.type, CaseReopened.type, CaseReminded.type, CaseOverdue.type, CaseRescheduled.type,
    CaseCorrected.type,
  ]

  private static func service(
    _ name: String, says types: [EventType], hears queues: [String], also exchanges: [String] = []
  ) -> Account {
    let writable = (types.isEmpty ? [] : [Topology.casesExchange]) + exchanges
    return Account(
      name: name, configure: "^$", write: writable.isEmpty ? "^$" : exactly(writable), read: exactly(queues),
      topics: (Topology.casesExchange, types.isEmpty ? "^$" : exactly(types.map(\.text))))
  }

  private static func exactly(_ name: String) -> String { exactly([name]) }

  private static func exactly(_ names: [String]) -> String {
    let escaped = names.map { $0.replacing(".", with: "\\.") }
    return escaped.count == 1 ? "^\(escaped[0])$" : "^(\(escaped.joined(separator: "|")))$"
  }
}
