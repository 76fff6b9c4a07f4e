import Threads
package import Logging

/// Consumes one queue on a connection of its own, with prefetch as the bound on what it holds.
/// After a loss it connects and consumes again by itself.
package actor Consumer {
  private let thread: IOThread
  private let queue: String
  private let prefetch: Int
  private let box = StatusBox()
  private let isSoleReader: Bool
  private var link: ReconnectingConnection
  private var buffered: [Delivery] = []
  private var waiter: (limit: Int, continuation: CheckedContinuation<[Delivery], any Error>)?
  /// Prefetch counts messages, however large they are: beyond this the rest waits in the socket.
  private static let maximumBytes = 64 << 20
  private var bufferedBytes = 0
  /// The last tag that came, and the last one that was settled, on this connection.
  private var tags: (received: UInt64, settled: UInt64) = (0, 0)
  /// When a spare looks again whether the queue has become its own.
  private var nextLook: ContinuousClock.Instant?
  private var looks = 0
  private static let pauses = Backoff(first: .seconds(1), longest: .seconds(10))

  package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  /// Starts connecting at once.
  /// - Parameter isSoleReader: the queue has a single active consumer: while there is another one, this is a spare.
  package init(
    _ settings: BrokerSettings, name: String, queue: String, prefetch: Int = 256, isSoleReader: Bool = false,
    logger: Logger
  ) {
    thread = IOThread(name: name)
    self.queue = queue
    self.prefetch = prefetch
    self.isSoleReader = isSoleReader
    link = ReconnectingConnection(settings, name: name, box: box, logger: logger)
    thread.onTurn { [weak self] in self?.assumeIsolated { $0.turn() } ?? .idle }
  }

  /// Waits until there is at least one delivery and returns what is there, in order: up to a number, and up to some
  /// megabytes. One caller at a time.
  /// - Throws: `connectionLost` once for each loss: what was delivered before it will be delivered again.
  ///   `closed` after `close()`, `CancellationError` when the task is cancelled.
  package func nextBatch(upTo limit: Int) async throws -> [Delivery] {
    precondition(waiter == nil, "two callers wait for the deliveries of \(queue)")
    if link.isClosed { throw AMQPError(.closed, "the consumer of \(queue) is closed") }
    if !buffered.isEmpty { return take(limit) }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        if Task.isCancelled { return continuation.resume(throwing: CancellationError()) }
        waiter = (limit, continuation)
      }
    } onCancel: {
      Task { await self.failWaiter(CancellationError()) }
    }
  }

  /// Acknowledges this delivery and all before it on its connection.
  /// - Returns: false if that connection is gone, and the broker will deliver again.
  @discardableResult package func acknowledge(through tag: DeliveryTag) -> Bool {
    settle(tag) { wire throws(AMQPError) in
      try wire.acknowledge(through: tag.value)
      tags.settled = max(tags.settled, tag.value)
    }
  }

  /// Acknowledges this delivery alone.
  @discardableResult package func acknowledge(only tag: DeliveryTag) -> Bool {
    settle(tag) { wire throws(AMQPError) in try wire.acknowledge(only: tag.value) }
  }

  /// Gives this delivery, and with `multiple` all before it, back to the queue.
  @discardableResult package func release(_ tag: DeliveryTag, multiple: Bool) -> Bool {
    settle(tag) { wire throws(AMQPError) in try wire.release(tag.value, multiple: multiple) }
  }

  /// How the connection stands, without waiting for it.
  package nonisolated var status: ConnectionStatus { box.status }

  /// How many messages we have and have not acknowledged.
  package var unacknowledged: Int { Int(tags.received - tags.settled) }

  /// Ends the connection; what was not acknowledged goes back to the queue.
  package func close() {
    link.close()
    forgetDeliveries()
    failWaiter(AMQPError(.closed, "the consumer of \(queue) was closed"))
  }
}

extension Consumer {
  private func turn() -> WakeCondition {
    connectIfDue()
    if let wire = link.wire {
      do throws(AMQPError) {
        try read(wire)
        if isFull { try wire.sendHeartbeat() }
      } catch {
        lose(error)
      }
    }
    if let waiter, !buffered.isEmpty {
      self.waiter = nil
      waiter.continuation.resume(returning: take(waiter.limit))
    }
    let interest = link.interest(until: nextLook)
    // Who does not read must not be woken by what there is to read; taking a batch wakes the thread.
    return isFull ? WakeCondition(descriptor: nil, wait: interest.wait) : interest
  }

  private func connectIfDue() {
    if let due = nextLook, due <= .now {
      nextLook = nil
      forgetDeliveries()
      link.renew(because: "looking whether \(queue) has another reader still")
    }
    let (queue, prefetch, isSoleReader) = (queue, prefetch, isSoleReader)
    var others = 0
    let isNew = link.connectIfDue { wire throws(AMQPError) in
      if isSoleReader { others = try wire.existing(queue).consumers }
      try wire.consume(queue: queue, prefetch: prefetch)
    }
    guard isNew else { return }
    // The broker does not tell whose turn it is. Before we came there was one; whether it is still there shows anew.
    guard others > 0 else { return looks = 0 }
    box.change { $0.isSpare = true }
    nextLook = .now + Self.pauses.delay(attempt: looks)
    looks += 1
  }

  private func hasTurn() {
    link.proved()
    looks = 0
    guard nextLook != nil else { return }
    nextLook = nil
    box.change { $0.isSpare = false }
  }

  private var isFull: Bool { bufferedBytes >= Self.maximumBytes }

  private func read(_ wire: BrokerConnection) throws(AMQPError) {
    while !isFull, let event = try wire.next() {
      switch event {
      case .delivered(let tag, let exchange, let key, let redelivered, let message):
        bufferedBytes += message.body.count
        tags.received = tag
        hasTurn()
        buffered.append(
          Delivery(
            tag: DeliveryTag(generation: link.generation, value: tag), exchange: exchange, routingKey: key,
            redelivered: redelivered, message: message))
      case .consumerCancelled:
        // The queue was deleted or its leader moved; consuming anew shows which.
        throw AMQPError(.connectionLost, "the broker cancelled the consumer of \(queue)")
      case .channelClosed(let code, let text), .connectionClosed(let code, let text):
        throw AMQPError(closed: code, text)
      case .acknowledged, .nacked, .returned, .blocked, .unblocked: break
      }
    }
  }

  private func settle(_ tag: DeliveryTag, _ call: (BrokerConnection) throws(AMQPError) -> Void) -> Bool {
    guard tag.generation == link.generation, let wire = link.wire else { return false }
    do throws(AMQPError) {
      try call(wire)
      return true
    } catch {
      lose(error)
      return false
    }
  }

  /// What is buffered came by a connection that is gone: it would be acknowledged in vain.
  private func lose(_ error: AMQPError) {
    link.drop(because: error)
    nextLook = nil
    forgetDeliveries()
    failWaiter(error)
  }

  private func forgetDeliveries() {
    buffered = []
    bufferedBytes = 0
    tags = (0, 0)
  }

  private func take(_ limit: Int) -> [Delivery] {
    var (count, bytes) = (0, 0)
    while count < min(limit, buffered.count), bytes < Self.maximumBytes / 4 {
      bytes += buffered[count].message.body.count
      count += 1
    }
    let batch = Array(buffered.prefix(count))
    buffered.removeFirst(count)
    bufferedBytes -= bytes
    return batch
  }

  private func failWaiter(_ error: any Error) {
    let waiting = waiter
    waiter = nil
    waiting?.continuation.resume(throwing: error)
  }
}
