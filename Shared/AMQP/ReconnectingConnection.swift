import Threads
import Logging

/// One connection that is made again whenever it is lost. A value of its actor, used on its I/O thread only.
struct ReconnectingConnection {
  private let settings: BrokerSettings
  /// In an order of this process's own: not all clients sit on the same node, nor come to the next one together.
  private let addresses: [BrokerAddress]
  private let name: String
  private let logger: Logger
  private let box: StatusBox
  private(set) var wire: BrokerConnection?
  /// Counts connections: what belongs to an earlier one is void.
  private(set) var generation = 0
  private var failures = 0
  private var nextAddress = 0
  private var nextAttempt = ContinuousClock.now
  private var connectedAt = ContinuousClock.now
  private(set) var isClosed = false

  init(_ settings: BrokerSettings, name: String, box: StatusBox, logger: Logger) {
    self.settings = settings
    addresses = settings.addresses.shuffled()
    self.name = name
    self.box = box
    self.logger = logger
  }

  /// Connects if that is due. `prepare` readies the channel; if it throws, the connection counts as failed.
  /// - Returns: whether there is a new connection.
  mutating func connectIfDue(prepare: (BrokerConnection) throws(AMQPError) -> Void) -> Bool {
    guard wire == nil, !isClosed, ContinuousClock.now >= nextAttempt else { return false }
    do throws(AMQPError) {
      guard !addresses.isEmpty else { throw AMQPError(.invalid, "no broker address given") }
      let address = addresses[nextAddress % addresses.count]
      nextAddress += 1
      let fresh = try BrokerConnection(settings.current(address), settings, name: name)
      try prepare(fresh)
      wire = fresh
      generation += 1
      connectedAt = .now
      box.change { $0 = ConnectionStatus(address: "\(address)") }
      logger.info("connected to the broker", metadata: ["address": "\(address)", "link": "\(name)"])
      return true
    } catch {
      drop(because: error)
      return false
    }
  }

  /// The connection does what it is for. Only that, or a long life, ends a row of failures: a broker that takes the
  /// connection and refuses what is asked of it must not be asked three times a second.
  mutating func proved() { failures = 0 }

  /// Gives the connection up; the next try is due after a pause.
  mutating func drop(because error: AMQPError) {
    if wire != nil, .now - connectedAt > settings.backoff.longest { failures = 0 }
    wire = nil
    let pause = settings.backoff.delay(attempt: failures)
    failures += 1
    nextAttempt = .now + pause
    box.change { $0 = ConnectionStatus(problem: "\(error)") }
    logger.warning(
      "no connection to the broker",
      metadata: ["link": "\(name)", "reason": "\(error)", "retry_in": "\(Int(pause / .milliseconds(1))) ms"])
  }

  /// Ends the connection for a new one at once, to the next address.
  mutating func renew(because reason: String) {
    logger.info("renewing the connection to the broker", metadata: ["link": "\(name)", "reason": "\(reason)"])
    wire?.close()
    wire = nil
    nextAttempt = .now
    box.change { $0 = ConnectionStatus(problem: reason) }
  }

  mutating func close() {
    isClosed = true
    wire?.close()
    wire = nil
    box.change { $0 = ConnectionStatus(problem: "closed") }
  }

  /// What the I/O thread should sleep on: the socket, and half a heartbeat at most.
  func interest(until deadline: ContinuousClock.Instant?) -> WakeCondition {
    if isClosed { return .idle }
    guard let wire else { return WakeCondition(descriptor: nil, wait: max(.zero, nextAttempt - .now)) }
    let wait = deadline.map { min(settings.heartbeat / 2, $0 - .now) } ?? settings.heartbeat / 2
    return WakeCondition(descriptor: wire.descriptor, wait: max(.zero, wait))
  }
}
