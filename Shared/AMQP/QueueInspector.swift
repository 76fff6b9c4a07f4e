import Threads
import CRabbitMQ

/// Asks the broker about queues, without touching them; makes those in which programs are tried out.
package actor QueueInspector {
  private let thread: IOThread
  private let settings: BrokerSettings
  private let name: String

  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  package init(_ settings: BrokerSettings, name: String) {
    thread = IOThread(name: name)
    self.settings = settings
    self.name = name
  }

  /// - Throws: `AMQPError` if no address answers.
  package func inspect(_ queues: [String]) throws -> [QueueState] {
    var states: [QueueState] = []
    var wire = try connect()
    for queue in queues {
      if let state = try wire.state(of: queue) {
        states.append(state)
      } else {
        // The broker closes the channel on a queue that does not exist.
        states.append(QueueState(queue: queue, exists: false, messages: 0, consumers: 0))
        wire = try connect()
      }
    }
    wire.close()
    return states
  }

  /// A queue that is gone a day after its last use.
  /// - Throws: `AMQPError` if no address answers, or the account may not.
  package func declareTrial(_ queue: String) throws {
    let wire = try connect()
    defer { wire.close() }
    try wire.declareTrial(queue)
  }

  private func connect() throws(AMQPError) -> BrokerConnection {
    var last = AMQPError(.invalid, "no broker address given")
    for address in settings.addresses {
      do throws(AMQPError) { return try BrokerConnection(address, settings, name: name) } catch { last = error }
    }
    throw last
  }
}
