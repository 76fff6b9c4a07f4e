import Threads
import AMQP
import Logging
import ServiceLifecycle

/// Carries one queue's deliveries to its stage, a batch at a time.
struct StageRunner<S: Stage>: Service {
  let handler: BatchHandler<S>
  let consumer: Consumer
  let logger: Logger
  let batch: Int
  let progress: StageProgress
  private static var pauses: Backoff { Backoff(first: .milliseconds(200), longest: .seconds(30)) }

  func run() async throws {
    while !Task.isEnding {
      do {
        let deliveries = try await cancelWhenGracefulShutdown { try await consumer.nextBatch(upTo: batch) }
        guard let last = deliveries.last else { continue }
        guard await handle(deliveries) else { break }
        await consumer.acknowledge(through: last.tag)
        await handleTurns(after: deliveries)
      } catch is CancellationError {
        break
      } catch {
        // The consumer comes back by itself, and the broker delivers again what was not acknowledged.
        logger.debug("deliveries interrupted", metadata: ["queue": "\(handler.queue)", "reason": "\(error)"])
      }
    }
    await consumer.close()
  }

  /// However much comes, who waits gets its turn. What fails here is taken up by the housekeeper.
  private func handleTurns(after deliveries: [Delivery]) async {
    guard deliveries.contains(where: { S.Input.sender(of: Incoming($0, queue: handler.queue)) != nil }) else { return }
    do { _ = try await handler.handleTurns(limit: 16) } catch {
      logger.error("turns are late", metadata: ["queue": "\(handler.queue)", "reason": "\(error)"])
    }
  }

  /// A database in trouble holds the batch, not the process: the broker keeps the rest meanwhile.
  /// - Returns: false if the service stopped before the database came back.
  private func handle(_ deliveries: [Delivery]) async -> Bool {
    let incoming = deliveries.map { Incoming($0, queue: handler.queue) }
    var attempt = 0
    progress.began(deliveries.count)
    defer { progress.ended() }
    while true {
      do {
        try await handler.handle(incoming)
        return true
      } catch {
        progress.failed(error)
        logger.error("database in trouble", metadata: ["queue": "\(handler.queue)", "reason": "\(error)"])
        let pause = Self.pauses.delay(attempt: attempt)
        attempt += 1
        guard await Task.pause(pause) else { return false }
      }
    }
  }
}
