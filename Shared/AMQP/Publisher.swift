import Threads
package import Logging

/// Publishes with confirms, on a connection of its own: the broker may stop reading from it at any time,
/// and that must never hold up a consumer.
package actor Publisher {
  private let thread: IOThread
  private let settings: BrokerSettings
  private let window: Int
  private let box = StatusBox()
  private var link: ReconnectingConnection
  private var confirms = ConfirmWindow<(batch: Batch, index: Int)>()
  /// Batches with something left to send, oldest first.
  private var unsent: [Batch] = []
  /// Batches somebody waits for.
  private var open: [Batch] = []
  private var blockedReason: String?
  /// A channel may go on refusing after a queue's leader has died, for as long as the dead node is down; a channel that
  /// is opened after the election is fine. So after a nack comes another channel, on another node, but with growing
  /// pauses: a queue that is full refuses for days.
  private var hasNacks = false
  private var renewals = 0
  private var nextRenewal = ContinuousClock.now
  private static let renewalPauses = Backoff(first: .seconds(1), longest: .seconds(15))
  private var connectionWaiters: [CheckedContinuation<Void, any Error>] = []

  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Starts connecting at once.
  /// - Parameter window: how many publishes may wait for their confirm at the same time.
  package init(_ settings: BrokerSettings, name: String, window: Int = 256, logger: Logger) {
    thread = IOThread(name: name)
    self.settings = settings
    self.window = window
    link = ReconnectingConnection(settings, name: name, box: box, logger: logger)
    thread.onTurn { [weak self] in self?.assumeIsolated { $0.turn() } ?? .idle }
  }

  /// Publishes all of them, in order, and waits until it is known what became of each, or that it cannot be.
  /// - Throws: `connectionLost` if there is no connection now, `closed` after `close()`; nothing was sent then.
  package func publish(_ messages: [Publication]) async throws -> [PublishOutcome] {
    if messages.isEmpty { return [] }
    if link.isClosed { throw AMQPError(.closed, "the publisher is closed") }
    renewIfDue()
    if link.wire == nil { throw AMQPError(.connectionLost, "not connected to the broker") }
    return try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<[PublishOutcome], any Error>) in
      let batch = Batch(messages, deadline: .now + settings.confirmTimeout, continuation)
      unsent.append(batch)
      open.append(batch)
    }
  }

  /// Returns once there is a connection.
  package func connected() async throws {
    if link.wire != nil { return }
    if link.isClosed { throw AMQPError(.closed, "the publisher is closed") }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
        connectionWaiters.append(continuation)
      }
    } onCancel: {
      Task { await self.resumeConnectionWaiters(throwing: CancellationError()) }
    }
  }

  /// How the connection stands, without waiting for it.
  package nonisolated var status: ConnectionStatus { box.status }

  /// How many callers wait for what becomes of their messages.
  var waiting: Int { open.count }

  /// Ends the connection; who still waits is told.
  package func close() {
    link.close()
    fail(AMQPError(.closed, "the publisher was closed"))
    resumeConnectionWaiters(throwing: AMQPError(.closed, "the publisher was closed"))
  }
}

extension Publisher {
  private func renewIfDue() {
    guard hasNacks, open.isEmpty, link.wire != nil, nextRenewal <= .now else { return }
    hasNacks = false
    // Quiet for some seconds: the next death begins anew.
    if .now - nextRenewal > .seconds(5) { renewals = 0 }
    nextRenewal = .now + Self.renewalPauses.delay(attempt: renewals)
    renewals += 1
    link.renew(because: "the broker refused messages (basic.nack)")
    confirms.reset()
    // What the broker asked of the old connection it does not take back on the new one.
    setBlocked(nil)
    // The next round connects; it must not be waited for.
    _ = turn()
  }

  /// One round on the I/O thread: connect if due, read what the broker said, send what fits.
  private func turn() -> WakeCondition {
    if link.connectIfDue(prepare: { wire throws(AMQPError) in try wire.selectConfirms() }) {
      resumeConnectionWaiters(throwing: nil)
    }
    if let wire = link.wire {
      do throws(AMQPError) {
        try read(wire)
        while try send(wire) { try read(wire) }
      } catch {
        link.drop(because: error)
        fail(error)
      }
    }
    expire()
    return link.interest(until: open.first?.deadline)
  }

  private func read(_ wire: BrokerConnection) throws(AMQPError) {
    while let event = try wire.next() {
      switch event {
      case .acknowledged(let tag, let multiple):
        link.proved()
        settle(tag, multiple, .confirmed)
      case .nacked(let tag, let multiple):
        hasNacks = true
        settle(tag, multiple, .nacked)
      case .returned(let exchange, let key, let code, let text, let message):
        confirms.markReturned(
          exchange: exchange, routingKey: key, messageID: message.messageID, outcome: .returned(code: code, text: text))
      case .blocked(let reason): setBlocked(reason)
      case .unblocked: setBlocked(nil)
      case .channelClosed(let code, let text), .connectionClosed(let code, let text):
        throw AMQPError(closed: code, text)
      case .delivered, .consumerCancelled: break
      }
    }
  }

  private func setBlocked(_ reason: String?) {
    blockedReason = reason
    box.change { $0.blocked = reason }
  }

  /// Sends some, as far as the window allows; never so many that reading has to wait for long.
  /// - Returns: whether anything was sent.
  private func send(_ wire: BrokerConnection) throws(AMQPError) -> Bool {
    var sent = 0
    while sent < 64, confirms.count < window, blockedReason == nil, let batch = unsent.first {
      let index = batch.nextToSend
      try wire.publish(batch.messages[index])
      confirms.add(batch.messages[index], (batch, index))
      batch.nextToSend += 1
      if batch.nextToSend == batch.messages.count { unsent.removeFirst() }
      sent += 1
    }
    return sent > 0
  }

  private func settle(_ tag: UInt64, _ multiple: Bool, _ outcome: PublishOutcome) {
    for (waiter, outcome) in confirms.settle(tag, multiple: multiple, outcome) {
      guard waiter.batch.settle(waiter.index, outcome) else { continue }
      open.removeAll { $0 === waiter.batch }
    }
  }

  /// A confirm that does not come leaves the channel in doubt: only a new connection clears it. But while
  /// the broker holds us back nothing is in doubt, and the connection stays.
  private func expire() {
    guard let oldest = open.first, oldest.deadline <= .now else { return }
    let error =
      blockedReason.map { AMQPError(.heldBack, "the broker holds publishers back: \($0)") }
      ?? AMQPError(.timedOut, "no confirm in time")
    if blockedReason == nil || confirms.count > 0 { link.drop(because: error) }
    fail(error)
  }

  /// Tells everybody who waits, once.
  private func fail(_ error: AMQPError) {
    let waiting = open
    open = []
    unsent = []
    if link.wire == nil {
      confirms.reset()
      blockedReason = nil
    }
    for batch in waiting { batch.end(with: .unknown(error)) }
  }

  private func resumeConnectionWaiters(throwing error: (any Error)?) {
    let waiting = connectionWaiters
    connectionWaiters = []
    for continuation in waiting {
      if let error { continuation.resume(throwing: error) } else { continuation.resume() }
    }
  }
}

/// The messages of one call and what became of them.
private final class Batch {
  let messages: [Publication]
  let deadline: ContinuousClock.Instant
  var nextToSend = 0
  private var outcomes: [PublishOutcome?]
  private var missing: Int
  private let continuation: CheckedContinuation<[PublishOutcome], any Error>

  init(
    _ messages: [Publication], deadline: ContinuousClock.Instant,
    _ continuation: CheckedContinuation<[PublishOutcome], any Error>
  ) {
    self.messages = messages
    self.deadline = deadline
    self.continuation = continuation
    outcomes = Array(repeating: nil, count: messages.count)
    missing = messages.count
  }

  /// - Returns: whether that was the last one; the caller has been answered then.
  func settle(_ index: Int, _ outcome: PublishOutcome) -> Bool {
    outcomes[index] = outcome
    missing -= 1
    if missing == 0 { continuation.resume(returning: outcomes.compactMap { $0 }) }
    return missing == 0
  }

  /// Answers the caller before all is settled.
  func end(with outcome: PublishOutcome) { continuation.resume(returning: outcomes.map { $0 ?? outcome }) }
}
