import AMQP
import Cases
import Foundation
import GRDB
import Logging
import Testing

@testable import Messaging

/// A service's store in a folder of its own.
func withStore(_ body: (Store) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try await body(try openStore(folder.appending(path: "state.sqlite").path()))
}

func openStore(_ path: String) throws -> Store {
  try Store(path: path) { migrator in
    migrator.registerMigration("test") { try $0.execute(sql: "CREATE TABLE seen (number TEXT, at INTEGER)") }
  }
}

/// Notes each case it hears and says it was accepted; what it does with odd ones is in the text.
struct NotingStage: Stage {
  func handle(_ event: CloudEvent<CaseReceived>, in work: borrowing Work) throws -> Verdict {
    try work.db.execute(
      sql: "INSERT INTO seen VALUES (?, ?)", arguments: [event.data.number.text, work.now.milliseconds])
    try work.emit(CaseAccepted(number: event.data.number, unit: .triage), sequence: event.sequence + 1)
    switch event.data.report.text {
    case "never": return .rejected("it says never")
    case "not now": throw UnreadableMessage("it says not now")
    case "full": throw DatabaseError(resultCode: .SQLITE_FULL)
    default: return .done
    }
  }
}

@Suite struct StageTests {
  static let quiet: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }()

  static func handler(_ store: Store) -> BatchHandler<NotingStage> {
    BatchHandler(stage: NotingStage(), queue: "q", source: "/test", store: store, logger: quiet)
  }

  static func incoming(_ ordinal: Int, _ text: String = "ok") throws -> Incoming {
    let number = try #require((0...9).lazy.compactMap { try? CaseNumber("\(100_000_000 + ordinal)\($0)") }.first)
    let event = CloudEvent(
      CaseReceived(
        number: number, report: Report(text: text, channel: .web, receivedAt: Date())),
      sequence: 1, source: "/test", time: Date())
    let message = Message(
      body: try EventCoding.encode(event), messageID: event.id.text, type: CaseReceived.type.text,
      headers: ["traceparent": "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01"])
    return Incoming(queue: "q", exchange: "intake.facts", routingKey: "k", message: message)
  }

  static func count(_ store: Store, _ table: String) async throws -> Int {
    try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
  }

  static func letters(_ db: Database) throws -> [DeadLetters.Letter] {
    var letters: [DeadLetters.Letter] = []
    try DeadLetters.each(in: db) { letters.append($0) }
    return letters
  }

  /// SQLite then waits for the disk at each commit; that what was answered is there after a death is the torture's to show.
  @Test func commitsAreSetToWaitForTheDisk() async throws {
    try await withStore { store in
      let level = try await store.pool.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
      #expect(level == 2)
    }
  }

  @Test func stateInboxAndOutboxAreOneCommit() async throws {
    try await withStore { store in
      try await Self.handler(store).handle([try Self.incoming(1), try Self.incoming(2)])
      #expect(try await Self.count(store, "seen") == 2)
      #expect(try await Self.count(store, "inbox") == 2)
      #expect(try await Self.count(store, "outbox") == 2)
    }
  }

  @Test func whatWasHeardBeforeCountsOnce() async throws {
    try await withStore { store in
      let message = try Self.incoming(1)
      try await Self.handler(store).handle([message, message])
      try await Self.handler(store).handle([message])
      #expect(try await Self.count(store, "seen") == 1)
      #expect(try await Self.count(store, "outbox") == 1)
    }
  }

  @Test func neverGoesToTheDeadLettersAndLeavesNoTrace() async throws {
    try await withStore { store in
      try await Self.handler(store).handle([try Self.incoming(1), try Self.incoming(2, "never"), try Self.incoming(3)])
      let letters = try await store.pool.read { try Self.letters($0) }
      #expect(letters.map(\.reason) == ["it says never"])
      #expect(try await Self.count(store, "seen") == 2)
      #expect(try await Self.count(store, "outbox") == 2)
      // What was undone was not heard.
      #expect(try await Self.count(store, "inbox") == 2)
    }
  }

  /// What no event can be is not kept whole: it would fill the file, and memory whenever it is looked at.
  @Test func ofAHugeDeadLetterItsBeginningIsKept() async throws {
    try await withStore { store in
      let body = Data("[".utf8) + Data(repeating: 0x20, count: 5_000_000)
      let huge = Incoming(
        queue: "q", exchange: "intake.facts", routingKey: "k",
        message: Message(body: body, messageID: "huge", type: CaseReceived.type.text))
      try await Self.handler(store).handle([huge, huge])
      let letters = try await store.pool.read { try Self.letters($0) }
      #expect(letters.map(\.body) == [body.prefix(DeadLetters.longestBody)])
      #expect(letters.first?.reason.hasSuffix("of its 5000001 bytes the first 240000 are kept") == true)
      let lines = try await store.pool.read { try ServiceLedger(cases: "").lines(.dead, after: "", in: $0) }
      #expect(lines == ["1\t-\tcase.received.v1"])
    }
  }

  @Test func notNowIsUndoneKeptAndTriedAgain() async throws {
    try await withStore { store in
      let handler = Self.handler(store)
      try await handler.handle([try Self.incoming(1, "not now"), try Self.incoming(2)])
      #expect(try await Self.count(store, "seen") == 1)
      #expect(try await Self.count(store, "outbox") == 1)
      #expect(try await Self.count(store, "deferred") == 1)
      #expect(try await handler.handleDeferred(limit: 10) == 0)
      try await store.pool.write { try $0.execute(sql: "UPDATE deferred SET due_at = 0") }
      #expect(try await handler.handleDeferred(limit: 10) == 1)
      let attempts = try await store.pool.read { try Int.fetchOne($0, sql: "SELECT attempts FROM deferred") }
      #expect(attempts == 2)
    }
  }

  @Test func tooManyTriesEndWithAPerson() async throws {
    try await withStore { store in
      let handler = Self.handler(store)
      try await handler.handle([try Self.incoming(1, "not now")])
      try await store.pool.write {
        try $0.execute(sql: "UPDATE deferred SET due_at = 0, attempts = ?", arguments: [Deferral.maximumAttempts - 1])
      }
      _ = try await handler.handleDeferred(limit: 10)
      #expect(try await Self.count(store, "deferred") == 0)
      #expect(try await Self.count(store, "dead") == 1)
    }
  }

  @Test func aFullDiskHoldsTheBatchAndChangesNothing() async throws {
    try await withStore { store in
      let batch = [try Self.incoming(1), try Self.incoming(2, "full")]
      await #expect(throws: DatabaseError.self) { try await Self.handler(store).handle(batch) }
      #expect(try await Self.count(store, "seen") == 0)
      #expect(try await Self.count(store, "inbox") == 0)
    }
  }

  static let unreadable: [String] = [
    "", "{", #"{"specversion":"1.0"}"#, "\u{0}", String(repeating: "[", count: 5000),
    String(repeating: "x", count: 200_000),
  ]

  @Test(arguments: unreadable.indices)
  func whatCannotBeReadIsKeptWithItsReason(index: Int) async throws {
    let body = Self.unreadable[index]
    try await withStore { store in
      let message = Message(body: Data(body.utf8), messageID: "bad", type: CaseReceived.type.text)
      let bad = Incoming(queue: "q", exchange: "intake.facts", routingKey: "k", message: message)
      try await Self.handler(store).handle([try Self.incoming(1), bad, bad, try Self.incoming(2)])
      #expect(try await Self.count(store, "seen") == 2)
      let letters = try await store.pool.read { try Self.letters($0) }
      #expect(letters.count == 1)
      #expect(letters.first?.body == Data(body.utf8))
      #expect(letters.first?.reason.isEmpty == false)
    }
  }

  @Test func aRetriedLetterIsHandledAndADroppedOneForgotten() async throws {
    try await withStore { store in
      let handler = Self.handler(store)
      try await handler.handle([try Self.incoming(1, "never"), try Self.incoming(2, "never")])
      let ids = try await store.pool.read { try Self.letters($0).map(\.id) }
      #expect(try await store.pool.write { try DeadLetters.retry(ids[0]...ids[0], in: $0) } == 1)
      #expect(try await handler.handleDeferred(limit: 10) == 1)
      #expect(try await store.pool.write { try DeadLetters.drop(ids[1], in: $0) })
      let reasons = try await store.pool.read { try Self.letters($0).map(\.reason) }
      #expect(reasons == ["it says never"])
    }
  }

  /// Earlier versions noted what they kept as heard; after an upgrade it must not be taken for a repetition.
  @Test func whatAnEarlierVersionKeptIsNotLost() async throws {
    try await withStore { store in
      let handler = Self.handler(store)
      try await handler.handle([try Self.incoming(1, "not now"), try Self.incoming(2, "never")])
      try await store.pool.write { db in
        try db.execute(
          sql: """
            UPDATE deferred SET was_heard = 1, due_at = 0;
            UPDATE dead SET was_heard = 1;
            INSERT INTO inbox SELECT 'q/' || json_extract(CAST(message AS TEXT), '$.messageID'), 0 FROM deferred;
            INSERT INTO inbox SELECT 'q/' || json_extract(CAST(message AS TEXT), '$.messageID'), 0 FROM dead
            """)
        _ = try DeadLetters.retry(0...100, in: db)
      }
      #expect(try await handler.handleDeferred(limit: 10) == 2)
      // Both were tried, not passed over: one waits again, the other is dead again.
      #expect(try await Self.count(store, "deferred") == 1)
      #expect(try await Self.count(store, "dead") == 1)
    }
  }

  @Test func theTraceGoesOn() async throws {
    try await withStore { store in
      try await Self.handler(store).handle([try Self.incoming(1)])
      let header = try await store.pool.read { try String.fetchOne($0, sql: "SELECT traceparent FROM events") }
      #expect(header?.hasPrefix("00-0123456789abcdef0123456789abcdef-") == true)
      #expect(header?.contains("-0123456789abcdef-01") == false)
    }
  }
}

@Suite struct OutboxTests {
  @Test func rowsAreForgottenInRuns() async throws {
    try await withStore { store in
      for number in 1...9 { try await StageTests.handler(store).handle([try StageTests.incoming(number)]) }
      try await store.pool.write { try Outbox.forget([1, 2, 3, 5, 8, 9], in: $0) }
      let left = try await store.pool.read { try Int.fetchAll($0, sql: "SELECT id FROM outbox ORDER BY id") }
      #expect(left == [4, 6, 7])
    }
  }

  @Test func aFailedCommitForgetsNothing() async throws {
    try await withStore { store in
      try await StageTests.handler(store).handle([try StageTests.incoming(1)])
      store.outbox.confirmed([1])
      await #expect(throws: UnreadableMessage.self) {
        try await store.write { _ -> Int in throw UnreadableMessage("no") }
      }
      #expect(try await StageTests.count(store, "outbox") == 1)
      try await store.write { _ in }
      #expect(try await StageTests.count(store, "outbox") == 0)
    }
  }

  @Test func idsGoOnWhereTheLastRunStopped() async throws {
    try await withStore { store in
      try await StageTests.handler(store).handle([try StageTests.incoming(1), try StageTests.incoming(2)])
      let again = try openStore(store.pool.path)
      try await StageTests.handler(again).handle([try StageTests.incoming(3)])
      let ids = try await store.pool.read { try Int.fetchAll($0, sql: "SELECT id FROM outbox ORDER BY id") }
      #expect(ids == [1, 2, 3])
    }
  }
}
