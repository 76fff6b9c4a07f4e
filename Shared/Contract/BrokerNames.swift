package import Cases

/// The broker's fixed names; those of a service are in `ServiceName`.
package enum BrokerNames {
  package static let virtualHost = "disposisi"
  /// What units answer; the routing key is their code.
  package static let repliesExchange = "replies"
  package static let repliesQueue = "router.replies"
  /// Where the broker puts what no service could take.
  package static let deadExchange = "dead"
  package static let deadQueue = "dead"

  /// All queues of services.
  package static let serviceQueues = ServiceName.allCases.flatMap(\.queues)

  /// The routing key of one unit, on the exchange of each service that tells units something.
  package static func key(of unit: UnitCode) -> String { unit.queue }
}
