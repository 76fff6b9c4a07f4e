import Foundation
import Testing
import TestKit

@testable import AMQP

/// What happens when the connection ends, goes silent, or the broker holds us back.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LossTests {
  @Test func eachWaitingCallerIsToldOnceAndTheConnectionComesBack() async throws {
    try await ConformanceTests.withQueue { queue in
      let proxy = try TCPProxy(to: ConformanceTests.settings().addresses[0].port)
      let publisher = try await ConformanceTests.publisher(ConformanceTests.settings(port: proxy.port))
      proxy.silence(true)
      let callers = (0..<20).map { _ in
        Task { try await publisher.publish(ConformanceTests.messages(5, to: queue)) }
      }
      _ = try await eventually("all callers wait") { await publisher.waiting == 20 ? true : nil }
      proxy.cut(accepting: true)
      for caller in callers {
        // A second answer would trap in the checked continuation.
        let outcomes = try await caller.value
        #expect(outcomes.count == 5 && outcomes.allSatisfy(Self.isUnknown))
      }
      proxy.silence(false)
      try await publisher.connected()
      #expect(try await publisher.publish(ConformanceTests.messages(5, to: queue)).allSatisfy { $0 == .confirmed })
      await publisher.close()
    }
  }

  private static func isUnknown(_ outcome: PublishOutcome) -> Bool {
    if case .unknown = outcome { true } else { false }
  }

  @Test func theConsumerIsRestoredAndGetsTheRest() async throws {
    try await ConformanceTests.withQueue { queue in
      let proxy = try TCPProxy(to: ConformanceTests.settings().addresses[0].port)
      let publisher = try await ConformanceTests.publisher(ConformanceTests.settings())
      let consumer = Consumer(
        try ConformanceTests.settings(port: proxy.port), name: "test hears", queue: queue, prefetch: 50,
        logger: ConformanceTests.quiet)
      _ = try await publisher.publish(ConformanceTests.messages(50, to: queue))
      var batch: [Delivery] = []
      while batch.count < 50 { batch += try await consumer.nextBatch(upTo: 50) }
      let old = batch[49].tag
      proxy.cut(accepting: true)
      var again: [Delivery] = []
      while again.count < 50 {
        // Whoever waits at the moment of the loss is told; whoever comes later gets what comes again.
        do { again += try await consumer.nextBatch(upTo: 50) } catch let error as AMQPError {
          #expect(error.reason != .invalid && error.reason != .closed)
        }
      }
      #expect(Set(again.compactMap(\.message.messageID)).count == 50)
      // A tag of the lost connection means nothing on the new one.
      #expect(await consumer.acknowledge(through: old) == false)
      #expect(await consumer.acknowledge(through: again[49].tag))
      await consumer.close()
      await publisher.close()
    }
  }

  @Test func aSilentBrokerIsNoticedByItsHeartbeat() async throws {
    let proxy = try TCPProxy(to: ConformanceTests.settings().addresses[0].port)
    var settings = try ConformanceTests.settings(port: proxy.port)
    settings.heartbeat = .seconds(1)
    settings.timeout = .seconds(2)
    let publisher = try await ConformanceTests.publisher(settings)
    proxy.silence(true)
    _ = try await eventually("the loss is noticed") { publisher.status.isConnected ? nil : true }
    proxy.silence(false)
    proxy.cut(accepting: true)
    try await publisher.connected()
    await publisher.close()
  }

  @Test func aConfirmThatDoesNotComeEndsInTime() async throws {
    let proxy = try TCPProxy(to: ConformanceTests.settings().addresses[0].port)
    var settings = try ConformanceTests.settings(port: proxy.port)
    settings.confirmTimeout = .milliseconds(300)
    let publisher = try await ConformanceTests.publisher(settings)
    proxy.silence(true)
    let outcomes = try await publisher.publish(ConformanceTests.messages(3, to: "anything"))
    #expect(outcomes == Array(repeating: .unknown(AMQPError(.timedOut, "no confirm in time")), count: 3))
    proxy.cut(accepting: false)
    await publisher.close()
  }

  @Test func aDeletedQueueCancelsTheConsumerWhichTriesAgain() async throws {
    try await ConformanceTests.withQueue { queue in
      let url = try Program.setting("AMQP_URL")
      let consumer = Consumer(
        try ConformanceTests.settings(), name: "test hears", queue: queue, logger: ConformanceTests.quiet)
      _ = try await eventually("consuming") { consumer.status.isConnected ? true : nil }
      let waiting = Task { try await consumer.nextBatch(upTo: 1) }
      try await Peer.remove(url, queue)
      await #expect(throws: AMQPError.self) { try await waiting.value }
      try await Peer.declare(url, queue)
      _ = try await eventually("consuming again") { consumer.status.isConnected ? true : nil }
      await consumer.close()
    }
  }

  @Test func aMemoryAlarmHoldsPublishersBackAndLosesNothing() async throws {
    try await ConformanceTests.withQueue { queue in
      let control = Program.root + "compose/broker"
      let publisher = try await ConformanceTests.publisher(ConformanceTests.settings())
      try await Program.succeed([control, "ctl", "set_vm_memory_high_watermark", "0"])
      let waiting = Task { try await publisher.publish(ConformanceTests.messages(500, to: queue)) }
      let reason = try? await eventually("held back", within: .seconds(20)) { publisher.status.blocked }
      try await Program.succeed([control, "ctl", "set_vm_memory_high_watermark", "0.4"])
      #expect(reason != nil)
      #expect(try await waiting.value.count == 500)
      let status = try await eventually("let go") { publisher.status.blocked == nil ? true : nil }
      #expect(status)
      #expect(try await Peer.count(Program.setting("AMQP_URL"), queue) == 500)
      await publisher.close()
    }
  }
}

/// TLS with checked certificates, and logging in by certificate alone.
@Suite(.serialized, .timeLimit(.minutes(2))) struct SecureTests {
  static func settings() throws -> BrokerSettings {
    var settings = try ConformanceTests.settings(port: Int(Program.setting("BROKER_TLS_PORT")))
    settings.addresses[0].usesTLS = true
    settings.addresses[0].host = "localhost"
    settings.authorityFile = try Program.setting("TLS_DIR") + "/ca.pem"
    return settings
  }

  @Test func publishesOverTLS() async throws {
    try await ConformanceTests.withQueue { queue in
      let publisher = try await ConformanceTests.publisher(Self.settings())
      #expect(try await publisher.publish(ConformanceTests.messages(300, to: queue)).allSatisfy { $0 == .confirmed })
      let consumer = Consumer(try Self.settings(), name: "test hears", queue: queue, logger: ConformanceTests.quiet)
      var count = 0
      while count < 300 {
        let batch = try await consumer.nextBatch(upTo: 100)
        count += batch.count
        if let last = batch.last { await consumer.acknowledge(through: last.tag) }
      }
      await consumer.close()
      await publisher.close()
    }
  }

  @Test func aCertificateThatNobodySignedIsRefused() async throws {
    var settings = try Self.settings()
    settings.authorityFile = try Program.setting("TLS_DIR") + "/stranger.pem"
    #expect(throws: AMQPError.self) { _ = try BrokerConnection(settings.addresses[0], settings, name: "test") }
  }

  @Test func anotherHostsCertificateIsRefused() async throws {
    var settings = try Self.settings()
    settings.addresses[0].host = "127.0.0.1"
    #expect { _ = try BrokerConnection(settings.addresses[0], settings, name: "test") } throws: {
      "\($0)".contains("host")
    }
  }

  @Test func aClientCertificateIsEnoughWithEXTERNAL() async throws {
    var settings = try Self.settings()
    settings.addresses[0].user = ""
    settings.addresses[0].password = ""
    settings.certificateFile = try Program.setting("TLS_DIR") + "/operator.pem"
    settings.keyFile = try Program.setting("TLS_DIR") + "/operator.key"
    try BrokerConnection(settings.addresses[0], settings, name: "test").close()
  }
}
