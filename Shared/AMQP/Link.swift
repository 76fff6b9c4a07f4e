import Logging

/// One connection that is made again whenever it is lost. A value of its actor, used on its I/O thread only.
struct Link {
  private let settings: BrokerSettings
  private let name: String
  private let logger: Logger
  private(set) var wire: Wire?
  /// Counts connections: what belongs to an earlier one is void.
  private(set) var generation = 0
  private var failures = 0
  private var nextAddress = 0
  private var nextAttempt = ContinuousClock.now
  private(set) var isClosed = false

  init(_ settings: BrokerSettings, name: String, logger: Logger) {
    self.settings = settings
    self.name = name
    self.logger = logger
  }

  /// Connects if that is due. `prepare` readies the channel; if it throws, the connection counts as failed.
  /// - Returns: whether there is a new connection.
  mutating func connectIfDue(prepare: (Wire) throws(AMQPError) -> Void) -> Bool {
    guard wire == nil, !isClosed, ContinuousClock.now >= nextAttempt else { return false }
    let address = settings.addresses[nextAddress % settings.addresses.count]
    nextAddress += 1
    do throws(AMQPError) {
      let fresh = try Wire(address, settings, name: name)
      try prepare(fresh)
      wire = fresh
      generation += 1
      failures = 0
      logger.info("connected to the broker", metadata: ["address": "\(address)", "link": "\(name)"])
      return true
    } catch {
      drop(because: error)
      return false
    }
  }

  /// Gives the connection up; the next try is due after a pause.
  mutating func drop(because error: AMQPError) {
    wire = nil
    let pause = settings.backoff.delay(attempt: failures)
    failures += 1
    nextAttempt = .now + pause
    logger.warning(
      "no connection to the broker", metadata: ["link": "\(name)", "reason": "\(error)", "retry_in": "\(pause)"])
  }

  mutating func close() {
    isClosed = true
    wire?.close()
    wire = nil
  }

  /// What the I/O thread should sleep on: the socket, and half a heartbeat at most.
  func interest(until deadline: ContinuousClock.Instant?) -> Interest {
    if isClosed { return .idle }
    guard let wire else { return Interest(descriptor: nil, wait: max(.zero, nextAttempt - .now)) }
    let wait = deadline.map { min(settings.heartbeat / 2, $0 - .now) } ?? settings.heartbeat / 2
    return Interest(descriptor: wire.descriptor, wait: max(.zero, wait))
  }
}
