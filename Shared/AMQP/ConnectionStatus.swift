import NIOConcurrencyHelpers

/// How a connection stands. It is read from anywhere, without waiting for a thread that may be connecting.
package struct ConnectionStatus: Sendable, Equatable {
  /// The node it is made to; nil while there is none.
  package var address: String?
  /// Why there is none.
  package var problem: String?
  /// Why the broker has asked publishers to hold back.
  package var blocked: String?
  /// Consumes, but another consumer of the same queue has its turn.
  package var isSpare = false

  package var isConnected: Bool { address != nil }
}

/// Where a connection's actor writes its status, and others read it.
final class StatusBox: Sendable {
  private let value = NIOLockedValueBox(ConnectionStatus(problem: "not connected yet"))

  var status: ConnectionStatus { value.withLockedValue { $0 } }

  func change(_ body: (inout ConnectionStatus) -> Void) { value.withLockedValue { body(&$0) } }
}
