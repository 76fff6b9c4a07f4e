import AMQP
import Foundation
import GRDB
import Testing

@testable import Messaging

/// Writes down what it hears, and who was told that too much of it waits.
private struct ListeningStage: Stage {
  struct Word: Consumable {
    let sender: String
    let text: String
    let deduplicationKey: String

    static func sender(of incoming: Incoming) -> String? { incoming.message.userID }

    init(consuming incoming: Incoming) throws {
      sender = incoming.message.userID ?? ""
      text = String(decoding: incoming.message.body, as: UTF8.self)
      // As units' replies: without an id each is another one.
      let id = incoming.message.messageID ?? UUID().uuidString
      deduplicationKey = "\(sender)/\(id)"
    }
  }

  func handle(_ word: Word, in work: borrowing Work) throws -> Verdict {
    try work.db.execute(sql: "INSERT INTO seen VALUES (?, 0)", arguments: ["\(word.sender)/\(word.text)"])
    return .done
  }

  func refuse(surplus ids: [String?], of sender: String, in work: borrowing Work) throws {
    let named = ids.compactMap { $0 }
    try work.db.execute(
      sql: "INSERT INTO seen VALUES (?, ?)",
      arguments: ["told \(sender) \(named.first ?? "") to \(named.last ?? "")", ids.count])
  }
}

/// Many send to one queue: whoever sends much waits behind itself.
@Suite struct TurnsTests {
  private static func handler(_ store: Store) -> BatchHandler<ListeningStage> {
    BatchHandler(stage: ListeningStage(), queue: "q", source: "/test", store: store, logger: StageTests.quiet)
  }

  private static func words(
    _ sender: String, _ range: Range<Int>, redelivered: Bool = false, hasID: Bool = true
  ) -> [Incoming] {
    range.map { ordinal in
      Incoming(
        queue: "q", exchange: "replies", routingKey: sender,
        message: Message(body: Data("\(ordinal)".utf8), messageID: hasID ? "m\(ordinal)" : nil, userID: sender),
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
      let round = try await Self.seen(store)[before...].map { String($0.prefix(1)) }
      #expect(Dictionary(round.map { ($0, 1) }, uniquingKeysWith: +) == ["a": 3, "b": 3, "c": 3])
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
      #expect(told == ["told a m10032 to m10099 68"])
      // What is kept already is not said to be lost.
      try await Self.handler(store).handle(Self.words("a", 5_000..<5_001, redelivered: true))
      #expect(try await Self.seen(store).count { $0.hasPrefix("told") } == 1)
    }
  }

  /// The housekeeper and the runner may be at it at once.
  @Test func twoAtOnceHandleEachOnce() async throws {
    try await withStore { store in
      let handler = Self.handler(store)
      try await handler.handle(Self.words("a", 0..<400, hasID: false))
      async let one: Void = { while try await handler.handleTurns(limit: 16) > 0 {} }()
      async let other: Void = { while try await handler.handleTurns(limit: 64) > 0 {} }()
      _ = try await (one, other)
      #expect(try await Self.seen(store).sorted() == Self.keys("a", 0..<400).sorted())
      #expect(try await StageTests.count(store, "turns") == 0)
    }
  }

  @Test func theSameWordsWithoutAnIDAreMeantEachTime() async throws {
    try await withStore { store in
      let words = Self.words("a", 0..<40, hasID: false) + Self.words("a", 38..<39, hasID: false)
      try await Self.handler(store).handle(words)
      while try await Self.handler(store).handleTurns(limit: 64) > 0 {}
      #expect(try await Self.seen(store) == Self.keys("a", 0..<40) + ["a/38"])
    }
  }

  @Test func whatWaitsForATurnIsToldInOneLine() async throws {
    try await withStore { store in
      try await Self.handler(store).handle(Self.words("a", 0..<100))
      let lines = try await store.pool.read { try HeldRow.all(in: $0).map(\.line) }
      #expect(lines.count == 1 && lines.first?.contains("68 messages wait for their sender's turn") == true)
      #expect(try await store.pool.write { try HeldRow.retry(nil, in: $0) } == 0)
    }
  }
}
