import AMQP
import Foundation
import GRDB
import Testing

@testable import Stage

/// Writes down what it hears, and who was told that too much of it waits.
private struct ListeningStage: Stage {
  struct Word: Hearable {
    let sender: String
    let text: String
    var inboxKey: String { "\(sender)/\(text)" }

    static func sender(of incoming: Incoming) -> String? { incoming.message.userID }

    init(hearing incoming: Incoming) throws {
      sender = incoming.message.userID ?? ""
      text = String(decoding: incoming.message.body, as: UTF8.self)
    }
  }

  func handle(_ word: Word, in work: borrowing Work) throws -> Verdict {
    try work.db.execute(sql: "INSERT INTO seen VALUES (?, 0)", arguments: [word.inboxKey])
    return .done
  }

  func refuse(surplus count: Int, last: Word, in work: borrowing Work) throws {
    try work.db.execute(sql: "INSERT INTO seen VALUES (?, ?)", arguments: ["told \(last.sender)", count])
  }
}

/// Many send to one queue: whoever sends much waits behind itself.
@Suite struct TurnsTests {
  private static func handler(_ store: Store) -> BatchHandler<ListeningStage> {
    BatchHandler(stage: ListeningStage(), queue: "q", source: "/test", store: store, logger: StageTests.quiet)
  }

  private static func words(_ sender: String, _ range: Range<Int>, redelivered: Bool = false) -> [Incoming] {
    range.map { ordinal in
      Incoming(
        queue: "q", exchange: "replies", routingKey: sender,
        message: Message(body: Data("\(ordinal)".utf8), messageID: "m\(ordinal)", userID: sender),
        isRedelivered: redelivered)
    }
  }

  private static func seen(_ store: Store) async throws -> [String] {
    try await store.pool.read { try String.fetchAll($0, sql: "SELECT number FROM seen ORDER BY rowid") }
  }

  private static func keys(_ sender: String, _ range: Range<Int>) -> [String] { range.map { "\(sender)/\($0)" } }

  @Test func aFloodOfOneDelaysNobodyElse() async throws {
    try await withStore { store in
      try await Self.handler(store).handle(Self.words("a", 0..<500) + Self.words("b", 0..<3))
      let seen = try await Self.seen(store)
      #expect(Self.keys("b", 0..<3).allSatisfy(seen.contains))
      #expect(seen.count < 3 + 2 * Turns.share)
    }
  }

  /// Also over a restart, and for what is delivered again.
  @Test func everySendersOrderIsKept() async throws {
    try await withStore { store in
      try await Self.handler(store).handle(Self.words("a", 0..<100) + Self.words("b", 0..<70))
      try await Self.handler(store).handle(Self.words("a", 90..<110, redelivered: true))
      try await Self.handler(store).handle(Self.words("b", 70..<72) + Self.words("a", 110..<300))
      while try await Self.handler(store).handleTurns(limit: 7) > 0 {}
      let seen = try await Self.seen(store)
      #expect(seen.filter { $0.hasPrefix("a/") } == Self.keys("a", 0..<300))
      #expect(seen.filter { $0.hasPrefix("b/") } == Self.keys("b", 0..<72))
      #expect(try await StageTests.count(store, "deferred") == 0)
      // Whoever has nothing waiting is handled at once again.
      try await Self.handler(store).handle(Self.words("a", 300..<301))
      #expect(try await Self.seen(store).last == "a/300")
    }
  }

  @Test func aRoundTakesTheSameOfEach() async throws {
    try await withStore { store in
      let handler = Self.handler(store)
      try await handler.handle(Self.words("a", 0..<400) + Self.words("b", 0..<90) + Self.words("c", 0..<60))
      let before = try await Self.seen(store).count
      #expect(try await handler.handleTurns(limit: 9) == 9)
      let round = Set(try await Self.seen(store)[before...].map { $0.prefix(1) })
      #expect(round == ["a", "b", "c"])
    }
  }

  @Test func beyondABoundNothingIsKeptAndTheSenderIsTold() async throws {
    try await withStore { store in
      try await Self.handler(store).handle(Self.words("a", 0..<10_100) + Self.words("b", 0..<1))
      #expect(try await Self.seen(store).contains("b/0"))
      let told = try await store.pool.read { db in
        try Row.fetchAll(db, sql: "SELECT number, at FROM seen WHERE at > 0").map {
          "\($0[0] as String) \($0[1] as Int)"
        }
      }
      #expect(told == ["told a \(10_100 - 10_000 - Turns.share)"])
    }
  }
}
