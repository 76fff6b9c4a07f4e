import Threads
import Foundation
import Logging
import Testing
import TestKit

@testable import AMQP

/// What the client promises, against the real broker. Each test has a queue of its own.
@Suite(.serialized, .timeLimit(.minutes(5))) struct ConformanceTests {
  static func settings(port: Int? = nil) throws -> BrokerSettings {
    var address = try BrokerAddress(Program.setting("AMQP_URL"))
    address.port = port ?? address.port
    var settings = BrokerSettings(addresses: [address])
    settings.backoff = Backoff(first: .milliseconds(50), longest: .milliseconds(200))
    return settings
  }

  static let quiet: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }()

  static func withQueue(_ body: (String) async throws -> Void) async throws {
    let url = try Program.setting("AMQP_URL")
    let queue = "test.\(UUID().uuidString.prefix(8))"
    try await Peer.declare(url, queue)
    do { try await body(queue) } catch {
      try? await Peer.remove(url, queue)
      throw error
    }
    try await Peer.remove(url, queue)
  }

  static func messages(_ count: Int, to queue: String) -> [Publication] {
    (0..<count).map { index in
      Publication(
        exchange: "", routingKey: queue,
        message: Message(
          body: Data("body \(index)".utf8), contentType: "text/plain", messageID: "id-\(index)", correlationID: "case",
          type: "test.v1", headers: ["traceparent": "00-a-b-01"]))
    }
  }

  static func publisher(_ settings: BrokerSettings) async throws -> Publisher {
    let publisher = Publisher(settings, name: "test publishes", logger: quiet)
    try await publisher.connected()
    return publisher
  }

  @Test func whatIsPublishedIsDeliveredInOrderWithItsProperties() async throws {
    try await Self.withQueue { queue in
      let publisher = try await Self.publisher(Self.settings())
      let sent = Self.messages(1000, to: queue)
      let outcomes = try await publisher.publish(sent)
      #expect(outcomes == Array(repeating: .confirmed, count: 1000))
      let consumer = Consumer(try Self.settings(), name: "test hears", queue: queue, prefetch: 100, logger: Self.quiet)
      var received: [Message] = []
      while received.count < 1000 {
        let batch = try await consumer.nextBatch(upTo: 64)
        #expect(batch.count <= 64)
        received += batch.map(\.message)
        if let last = batch.last { #expect(await consumer.acknowledge(through: last.tag)) }
      }
      #expect(received == sent.map(\.message))
      await consumer.close()
      await publisher.close()
      #expect(try await Peer.count(Program.setting("AMQP_URL"), queue) == 0)
    }
  }

  @Test func whatReachesNoQueueComesBackAndTheRestIsConfirmed() async throws {
    try await Self.withQueue { queue in
      let publisher = try await Self.publisher(Self.settings())
      var batch = Self.messages(3, to: queue)
      batch[1].routingKey = "no.such.queue"
      let outcomes = try await publisher.publish(batch)
      #expect(outcomes[0] == .confirmed && outcomes[2] == .confirmed)
      guard case .returned(let code, _) = outcomes[1] else {
        Issue.record("expected a return, found \(outcomes[1])")
        return
      }
      #expect(code == 312)
      await publisher.close()
    }
  }

  @Test func largeBodiesOfEverySizeArrive() async throws {
    try await Self.withQueue { queue in
      let publisher = try await Self.publisher(Self.settings())
      let sizes = [0, 1, 100_000, 131_063, 131_064, 131_065, 300_000]
      let outgoing = sizes.map { size in
        Publication(exchange: "", routingKey: queue, message: Message(body: Data(repeating: 7, count: size)))
      }
      _ = try await publisher.publish(outgoing)
      let consumer = Consumer(try Self.settings(), name: "test hears", queue: queue, logger: Self.quiet)
      var received: [Int] = []
      while received.count < sizes.count {
        received += try await consumer.nextBatch(upTo: 10).map(\.message.body.count)
      }
      #expect(received == sizes)
      await consumer.close()
      await publisher.close()
    }
  }

  @Test func whatIsNotAcknowledgedIsDeliveredAgain() async throws {
    try await Self.withQueue { queue in
      let publisher = try await Self.publisher(Self.settings())
      _ = try await publisher.publish(Self.messages(10, to: queue))
      let first = Consumer(try Self.settings(), name: "first", queue: queue, logger: Self.quiet)
      var seen: [Delivery] = []
      while seen.count < 10 { seen += try await first.nextBatch(upTo: 10) }
      await first.acknowledge(through: seen[3].tag)
      await first.release(seen[9].tag, multiple: true)
      var again: [Delivery] = []
      while again.count < 6 { again += try await first.nextBatch(upTo: 10) }
      #expect(again.map(\.message.messageID).sorted { $0 ?? "" < $1 ?? "" } == (4...9).map { "id-\($0)" })
      let allRedelivered = again.allSatisfy(\.redelivered)
      #expect(allRedelivered)
      await first.close()
      #expect(
        try await eventually("six messages wait again") {
          try await Peer.count(Program.setting("AMQP_URL"), queue) == 6 ? 6 : nil
        } == 6)
      await publisher.close()
    }
  }

  @Test func theFirstAddressThatAnswersIsTaken() async throws {
    var settings = try Self.settings()
    var dead = settings.addresses[0]
    dead.port = 1
    settings.addresses.insert(dead, at: 0)
    let publisher = try await Self.publisher(settings)
    #expect(publisher.status.isConnected)
    await publisher.close()
  }

  @Test func aWrongPasswordIsRefusedAndTryingAgainMayHelp() throws {
    var settings = try Self.settings()
    settings.addresses[0].password = "wrong"
    #expect {
      _ = try BrokerConnection(settings.addresses[0], settings, name: "test")
    } throws: { error in
      let error = error as? AMQPError
      return error?.reason == .accessRefused && error?.replyCode == 403
    }
  }

  @Test func aClosedPublisherSaysSo() async throws {
    let publisher = try await Self.publisher(Self.settings())
    await publisher.close()
    await #expect(throws: AMQPError(.closed, "the publisher is closed")) {
      try await publisher.publish(Self.messages(1, to: "x"))
    }
  }

  @Test func waitingForDeliveriesEndsWhenTheTaskIsCancelled() async throws {
    try await Self.withQueue { queue in
      let consumer = Consumer(try Self.settings(), name: "test hears", queue: queue, logger: Self.quiet)
      let waiting = Task { try await consumer.nextBatch(upTo: 1) }
      waiting.cancel()
      await #expect(throws: CancellationError.self) { try await waiting.value }
      await consumer.close()
      await #expect(throws: AMQPError.self) { try await consumer.nextBatch(upTo: 1) }
    }
  }
}
