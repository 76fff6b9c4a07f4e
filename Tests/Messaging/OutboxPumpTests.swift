import Threads
import AMQP
import Cases
import Foundation
import GRDB
import Testing
import TestKit

@testable import Messaging

/// Nacked, returned, refused: each holds back its own row, whatever stands behind it. Against the real broker.
@Suite(.serialized, .timeLimit(.minutes(5))) struct OutboxPumpTests {
  /// A pump over a store, and a queue that takes what it can.
  struct Bench {
    let store: Store
    let queue: String
    let url: String

    func put(_ id: String, _ exchange: String, _ key: String) async throws {
      try await store.write { db in
        try db.execute(
          sql: """
            INSERT INTO events (destinations, message_id, correlation_id, type, traceparent, body, said_at)
            VALUES (?, ?, 'c', 'test.v1', '00-a-b-01', X'7B7D', 0);
            INSERT INTO outbox (id, since) VALUES (last_insert_rowid(), 0)
            """, arguments: ["\(exchange)\t\(key)", id])
      }
    }

    func waiting() async throws -> [String: String] {
      try await store.pool.read { db in
        let rows = try Row.fetchAll(db, sql: "SELECT message_id, problem FROM outbox JOIN events USING (id)")
        return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as String? ?? "") })
      }
    }

    /// Until so many have arrived; one whose confirm was lost with its channel comes twice.
    func arrived(_ count: Int) async throws -> [String] {
      var ids: Set<String> = []
      for _ in 0..<20 where ids.count < count {
        ids.formUnion(try await Peer.drain(url, queue, count: count, seconds: 2).compactMap(\.messageID))
      }
      return ids.sorted()
    }
  }

  static func withBench(_ body: (Bench) async throws -> Void) async throws {
    let url = try Program.setting("AMQP_URL")
    let queue = "test.\(UUID().uuidString.prefix(8))"
    try await Peer.declare(url, queue)
    try await withStore { store in
      var settings = BrokerSettings(addresses: [try BrokerAddress(url)])
      settings.backoff = Backoff(first: .milliseconds(50), longest: .milliseconds(300))
      let publisher = Publisher(settings, name: "test publishes", logger: StageTests.quiet)
      let pump = OutboxPump(store: store, publisher: publisher, userID: nil, logger: StageTests.quiet)
      let running = Task { try await pump.run() }
      do { try await body(Bench(store: store, queue: queue, url: url)) } catch {
        running.cancel()
        try? await Peer.remove(url, queue)
        throw error
      }
      running.cancel()
      await publisher.close()
      _ = await running.result
    }
    try await Peer.remove(url, queue)
  }

  @Test func anExchangeThatIsNotThereHoldsBackItsOwnRows() async throws {
    try await Self.withBench { bench in
      let missing = bench.queue + ".missing"
      try await bench.put("a", "", bench.queue)
      for id in ["x", "y", "z"] { try await bench.put(id, missing, "k") }
      for id in ["b", "c"] { try await bench.put(id, "", bench.queue) }
      #expect(try await bench.arrived(3) == ["a", "b", "c"])
      let waiting = try await eventually("their reason is known") {
        let waiting = try await bench.waiting()
        return waiting.values.contains("") ? nil : waiting
      }
      #expect(waiting.keys.sorted() == ["x", "y", "z"])
      #expect(waiting.values.contains { $0.contains("404") && $0.contains(missing) })
      // What comes later is not held up either.
      try await bench.put("d", "", bench.queue)
      #expect(try await bench.arrived(1) == ["d"])
      try await Peer.run("exchange", bench.url, missing)
      try await Peer.run("bind", bench.url, bench.queue, missing, "k")
      let late = try await bench.arrived(3)
      try await Peer.run("unexchange", bench.url, missing)
      #expect(late == ["x", "y", "z"])
    }
  }

  /// A right that is taken away for a while, or an exchange that is made late: what was said meanwhile does not overtake
  /// what was refused.
  @Test func whatIsRefusedIsNotOvertaken() async throws {
    try await Self.withBench { bench in
      let missing = bench.queue + ".missing"
      try await bench.put("r", missing, "k")
      _ = try await eventually("it is refused") {
        try await bench.waiting()["r"]?.contains("404") == true ? true : nil
      }
      try await Peer.run("exchange", bench.url, missing)
      try await Peer.run("bind", bench.url, bench.queue, missing, "k")
      // The exchange takes them now, while the first is not due yet.
      for id in ["a", "b", "c"] { try await bench.put(id, missing, "k") }
      var arrived: [String] = []
      for _ in 0..<20 where arrived.count < 4 {
        arrived += try await Peer.drain(bench.url, bench.queue, count: 4 - arrived.count, seconds: 2).compactMap(
          \.messageID)
      }
      try await Peer.run("unexchange", bench.url, missing)
      #expect(arrived == ["r", "a", "b", "c"])
    }
  }

  @Test func aKeyThatNobodyIsBoundToHoldsBackItsOwnRow() async throws {
    try await Self.withBench { bench in
      let exchange = bench.queue + ".direct"
      try await Peer.run("exchange", bench.url, exchange)
      try await bench.put("x", exchange, "k")
      try await bench.put("a", "", bench.queue)
      #expect(try await bench.arrived(1) == ["a"])
      _ = try await eventually("it is known why") {
        try await bench.waiting()["x"]?.contains("no queue is bound for it (312 NO_ROUTE)") == true ? true : nil
      }
      try await Peer.run("bind", bench.url, bench.queue, exchange, "k")
      let late = try await bench.arrived(1)
      try await Peer.run("unexchange", bench.url, exchange)
      #expect(late == ["x"])
    }
  }

  /// Whatever was refused on the way: each waits behind what was said before it, and other queues do not wait.
  @Test func aQueueThatIsFullHoldsBackItsOwnRowsAndKeepsTheirOrder() async throws {
    try await Self.withBench { bench in
      let full = bench.queue + ".full"
      try await Peer.run("narrow", bench.url, full)
      for id in ["x", "y", "z"] { try await bench.put(id, "", full) }
      for id in ["a", "b"] { try await bench.put(id, "", bench.queue) }
      #expect(try await bench.arrived(2) == ["a", "b"])
      _ = try await eventually("two are refused") {
        let waiting = try await bench.waiting()
        return waiting.count == 2 && waiting.values.allSatisfy { $0.contains("basic.nack") } ? true : nil
      }
      for id in ["v", "w"] { try await bench.put(id, "", full) }
      try await bench.put("c", "", bench.queue)
      #expect(try await bench.arrived(1) == ["c"])
      var late: [String] = []
      while late.count < 5 {
        late += try await Peer.drain(bench.url, full, count: 1, seconds: 20).compactMap(\.messageID)
      }
      try await Peer.remove(bench.url, full)
      #expect(late == ["x", "y", "z", "v", "w"])
    }
  }

  @Test func whatWasHeldIsKnownAfterARestart() async throws {
    try await withStore { store in
      let now = Date()
      try await store.write { db in
        try db.execute(
          sql: """
            INSERT INTO outbox (id, destinations, since, due_at, is_alone, problem) VALUES
              (1, 'e\tunit.a\ne\tunit.b', 0, \(now.addingTimeInterval(5).milliseconds), 0, 'full'),
              (2, 'e\tunit.b', 0, \(now.addingTimeInterval(9).milliseconds), 0, 'full'),
              (3, 'e\tunit.c', 0, \(now.addingTimeInterval(5).milliseconds), 1, 'refused'),
              (4, 'e\tunit.d', 0, \(now.milliseconds), 0, NULL)
            """)
      }
      var held = try await store.pool.read { try Outbox.held(in: $0, at: now) }
      func holds(_ key: String, retryAt: Date? = nil) -> Bool {
        let message = Message(body: Data(), contentType: "", messageID: nil, correlationID: nil, type: nil)
        return held.holds(Publication(exchange: "e", routingKey: key, message: message), retryAt: retryAt)
      }
      #expect(["unit.a", "unit.b", "unit.c", "unit.d"].filter { holds($0) } == ["unit.a", "unit.b"])
      // What is new waits even when the time has come: what is due goes first.
      let later = now.addingTimeInterval(6)
      #expect(holds("unit.a") && !holds("unit.a", retryAt: later))
      held.release(dueBy: later)
      #expect(held.isEmpty)
    }
  }
}
