import AMQP
import Cases
import Contract

/// What the broker itself has put aside, after too many deliveries.
enum BrokerDeadLetters {
  struct Letter {
    /// The queue that it was in.
    let queue: String
    let delivery: Delivery

    var message: Message { delivery.message }
    /// Senders choose their messages' ids; only with the content they are one message's.
    var id: String { "broker/\(queue)/\(message.messageID ?? "no-id")/\(Fingerprint.of(message.body).prefix(8))" }
    var held: HeldMessage {
      HeldMessage(place: .dead, number: message.correlationID ?? "", type: message.type ?? "")
    }
  }

  private static let limit = 10_000

  /// Looks at them, and leaves them where they are.
  static func look() async throws -> [Letter] { try await take { _, _ in } }

  /// Puts some back where they were published first, so that they come into the same queue.
  /// - Returns: how many.
  static func retry(_ isWanted: (Letter) -> Bool) async throws -> Int {
    let publisher = Publisher(try settings(), name: "disposisi held", logger: .quiet)
    var count = 0
    do {
      _ = try await take { letter, consumer in
        guard isWanted(letter) else { return }
        var message = letter.message
        message.headers = message.headers.filter { $0.key == "traceparent" }
        let exchange = letter.message.headers["x-first-death-exchange"] ?? ""
        try await inTime("the broker") { try await publisher.connected() }
        let outgoing = Publication(exchange: exchange, routingKey: letter.delivery.routingKey, message: message)
        let outcome = try await publisher.publish([outgoing])
        guard outcome == [.confirmed] else { throw LedgerError("\(letter.id) is not taken: \(outcome)") }
        await consumer.acknowledge(only: letter.delivery.tag)
        count += 1
      }
    } catch {
      await publisher.close()
      throw error
    }
    await publisher.close()
    return count
  }

  /// Forgets some for good.
  /// - Returns: how many.
  static func drop(_ isWanted: (Letter) -> Bool) async throws -> Int {
    var count = 0
    _ = try await take { letter, consumer in
      guard isWanted(letter) else { return }
      await consumer.acknowledge(only: letter.delivery.tag)
      count += 1
    }
    return count
  }

  /// Holds each once. What is not acknowledged goes back.
  private static func take(_ body: (Letter, Consumer) async throws -> Void) async throws -> [Letter] {
    let settings = try settings()
    var letters: [Letter] = []
    do {
      let inspector = QueueInspector(settings, name: "disposisi held")
      let count = min(limit, try await inspector.inspect([BrokerNames.deadQueue]).first?.messages ?? 0)
      guard count > 0 else { return letters }
      let consumer = Consumer(
        settings, name: "disposisi held", queue: BrokerNames.deadQueue, prefetch: count, logger: .quiet)
      while letters.count < count {
        let wanted = count - letters.count
        // Another tool may have some of them in hand.
        guard let batch = try? await inTime("its dead letters", { try await consumer.nextBatch(upTo: wanted) }) else {
          if let problem = consumer.status.problem { throw LedgerError("the broker's dead letters: \(problem)") }
          break
        }
        for delivery in batch {
          let queue = delivery.message.headers["x-first-death-queue"] ?? ""
          let letter = Letter(queue: queue, delivery: delivery)
          letters.append(letter)
          try await body(letter, consumer)
        }
      }
      await consumer.close()
    } catch let error as AMQPError {
      throw LedgerError("the broker's dead letters cannot be looked at: \(error)")
    }
    return letters
  }

  private static func inTime<Value: Sendable>(
    _ what: String, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await Task.sleep(for: .seconds(5))
        throw LedgerError("\(what) does not answer")
      }
      guard let value = try await group.next() else { throw LedgerError("\(what) does not answer") }
      group.cancelAll()
      return value
    }
  }

  private static func settings() throws(LedgerError) -> BrokerSettings {
    do { return try .ofOperator() } catch { throw LedgerError("\(error)") }
  }
}
