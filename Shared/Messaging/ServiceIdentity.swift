/// What the runtime and the commands of a service must know of it.
package protocol ServiceIdentity {
  /// Also the name of its account at the broker and of its queue, and, in capitals, the beginning of its settings.
  static var name: String { get }
  /// Whether it takes its work while there is no broker.
  static var worksWithoutBroker: Bool { get }
  /// What it knows of cases.
  static var ledger: ServiceLedger { get }
  /// What it keeps beside its database; nil where all is in it.
  static var files: NamedFiles? { get }
}

extension ServiceIdentity {
  package static var files: NamedFiles? { nil }
}
