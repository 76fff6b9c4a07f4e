/// The broker's fixed names.
package enum Topology {
  /// Facts about cases; the routing key is the event's type.
  package static let casesExchange = "cases"
  /// Messages for one unit; the routing key is its code.
  package static let unitsExchange = "units"
  /// What units answer; the routing key is their code.
  package static let repliesExchange = "replies"
  /// Where the broker puts what no service could take.
  package static let deadExchange = "dead"
  package static let deadQueue = "dead"

  package static let intakeQueue = "intake"
  package static let classifierQueue = "classifier"
  package static let routerQueue = "router"
  package static let repliesQueue = "router.replies"
  package static let notifierQueue = "notifier"
}
