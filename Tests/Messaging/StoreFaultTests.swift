import AMQP
import Cases
import Contract
import Foundation
import GRDB
import Testing

@testable import Messaging

/// What happens to a service's file as people run it: deleted, replaced, put back from a copy, locked, of another version,
/// with a damaged row in it.
@Suite struct StoreFaultTests {
  static func say(_ ordinal: Int, _ store: Store) async throws {
    try await StageTests.handler(store).handle([try StageTests.incoming(ordinal)])
  }

  @Test func aDeletedFileTakesNothingMore() async throws {
    try await withStore { store in
      try await Self.say(1, store)
      #expect(await store.problem() == nil)
      try FileManager.default.removeItem(atPath: store.pool.path)
      await #expect { try await Self.say(2, store) } throws: { "\($0)".contains("the file was deleted") }
      #expect(await store.problem()?.contains("the file was deleted") == true)
    }
  }

  @Test func aReplacedFileTakesNothingMore() async throws {
    try await withStore { store in
      try await Self.say(1, store)
      let copy = store.pool.path + ".copy"
      try await store.pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
      try #require(rename(copy, store.pool.path) == 0)
      await #expect { try await Self.say(2, store) } throws: { "\($0)".contains("another file than the one") }
      #expect(await store.problem()?.contains("another file") == true)
    }
  }

  @Test func aFileOfALaterVersionIsRefused() async throws {
    try await withStore { store in
      try await store.pool.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('runtime 99')") }
      #expect { try openStore(store.pool.path) } throws: { error in
        "\(error)".contains("found the step 'runtime 99' of a later version") && "\(error)".contains(store.pool.path)
      }
    }
  }

  @Test func whatIsNoDatabaseIsNamed() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    try Data("no database, but long enough to look at: \(String(repeating: "x", count: 4096))".utf8)
      .write(to: URL(filePath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect { try openStore(path) } throws: { "\($0)".contains(path) && "\($0)".contains("not a database") }
  }

  /// A real write finds it, and the answer does not wait for the lock.
  @Test func aLockedFileIsNotReady() async throws {
    try await withStore { store in
      let other = try DatabaseQueue(path: store.pool.path)
      let (locked, release) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
      let holder = Thread {
        try? other.inTransaction(.immediate) { _ in
          locked.continuation.finish()
          release.wait()
          return .commit
        }
      }
      holder.start()
      for await _ in locked.stream {}
      #expect(await store.problem() != nil)
      release.signal()
      _ = try await eventuallyNil { await store.problem() }
    }
  }

  /// A transaction that changes nothing succeeds on a full disk too, and must not hide it.
  @Test func aFullDiskIsNotReadyUntilItHasRoom() async throws {
    try await withStore { store in
      let pages = try await store.pool.write { db in
        let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
        try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        return pages
      }
      await #expect(throws: DatabaseError.self) {
        try await store.write { try $0.execute(sql: "INSERT INTO seen VALUES (hex(zeroblob(100000)), 0)") }
      }
      try await store.write { _ in }
      #expect(await store.problem()?.contains("full") == true)
      try await store.pool.write { try $0.execute(sql: "PRAGMA max_page_count = \(pages + 1000)") }
      try await store.write { try $0.execute(sql: "INSERT INTO seen VALUES ('there is room', 0)") }
      #expect(await store.problem() == nil)
    }
  }

  /// Other facts under old ids would be taken for repetitions by everybody who heard the first ones.
  @Test func aCopyThatWasPutBackNumbersAboveWhatWasSaidSince() async throws {
    try await withStore { store in
      let (path, copy) = (store.pool.path, store.pool.path + ".copy")
      try await Self.say(1, store)
      try await store.pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
      try await Self.say(2, store)
      try await store.pool.read { try store.epoch.mark(in: $0) }
      try store.pool.close()
      #expect(store.epoch.last(3) == 3)
      // In place, as `cp` does it: the file's number stays.
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      let bytes = try Data(contentsOf: URL(filePath: copy))
      let handle = try #require(FileHandle(forWritingAtPath: path))
      try handle.truncate(atOffset: 0)
      try handle.write(contentsOf: bytes)
      try handle.close()
      let restored = try openStore(path)
      #expect(restored.epoch.last(3) == 10_000 && restored.epoch.wasRestored)
      // Once a restore, not once a start.
      try restored.pool.close()
      #expect(try openStore(path).epoch.last(3) == 10_000)
      // Another file under the name is another restore.
      try FileManager.default.moveItem(atPath: copy, toPath: path + ".new")
      for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
      try #require(rename(path + ".new", path) == 0)
      #expect(try openStore(path).epoch.last(3) == 20_000)
    }
  }

  @Test func aRowThatCannotBeReadHoldsUpNobody() async throws {
    try await withStore { store in
      let handler = StageTests.handler(store)
      try await handler.handle([try StageTests.incoming(1, "not now"), try StageTests.incoming(2, "not now")])
      try await store.pool.write { db in
        try db.execute(sql: "UPDATE deferred SET due_at = 0; UPDATE deferred SET message = X'7B7D' WHERE id = 1")
      }
      #expect(try await handler.handleDeferred(limit: 10) == 1)
      let letters = try await store.pool.read { try StageTests.letters($0) }
      #expect(letters.count == 1 && letters[0].reason.contains("cannot be read") && letters[0].body == Data("{}".utf8))
      // Nor among the dead letters, where it is now.
      try await handler.handle([try StageTests.incoming(3, "never")])
      #expect(try await store.pool.read { try StageTests.letters($0) }.map(\.reason).last == "it says never")
      for part in ServiceLedger.Part.allCases where part != .cases {
        _ = try await store.pool.read { try ServiceLedger(cases: "").lines(part, after: "", in: $0) }
      }
    }
  }

  @Test func whatCannotBeHandledAmongManyIsSetAside() async throws {
    try await withStore { store in
      let done = try await store.work(source: "/test") { work -> [Int] in
        var done: [Int] = []
        for number in 1...3 {
          let result: Void? = try work.alone("seen", "\(number)") { work in
            try work.db.execute(sql: "INSERT INTO seen VALUES (?, 0)", arguments: ["\(number)"])
            if number == 2 { throw UnreadableMessage("it cannot be read") }
          }
          if result != nil { done.append(number) }
        }
        return done
      }
      #expect(done == [1, 3])
      #expect(try await StageTests.count(store, "seen") == 2)
      let aside = try await store.pool.read { try SetAside.all(in: $0) }
      #expect(aside.map(\.id) == ["2"] && aside[0].reason == "it cannot be read")
      #expect(try await store.write { try HeldRow.retry("set_aside/seen/2", in: $0) } == 1)
      #expect(try await StageTests.count(store, "set_aside") == 0)
    }
  }

  /// A clock that was days ahead has set pauses that no pause can be.
  @Test func aWrongClockDelaysNothing() async throws {
    try await withStore { store in
      let handler = StageTests.handler(store)
      try await handler.handle([try StageTests.incoming(1, "not now")])
      let later = Date().addingTimeInterval(6 * 86_400).milliseconds
      try await store.pool.write { db in
        try db.execute(sql: "UPDATE deferred SET due_at = \(later); UPDATE outbox SET due_at = \(later)")
      }
      #expect(try await handler.handleDeferred(limit: 10) == 1)
      let due = try await store.pool.read {
        try Outbox.due(.again, in: $0, at: Date(), limit: 10, userID: nil).count
      }
      #expect(due == (try await StageTests.count(store, "outbox")))
    }
  }

  /// What an earlier version left in its outbox goes where it went.
  @Test func anOutboxFromBeforeGoesToEachHearer() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var migrator = DatabaseMigrator()
    RuntimeSchema.register(&migrator)
    let old = try DatabaseQueue(path: path)
    try migrator.migrate(old, upTo: "runtime 2")
    try await old.write { db in
      for (id, type, destinations) in [
        (1, "case.received.v1", "cases\tcase.received.v1"),
        (2, "case.routed.v1", "units\tdinas.35.78\nunits\tdeputi.usaha\ncases\tcase.routed.v1"),
        (3, "case.reminded.v1", "cases\tcase.reminded.v1"),
      ] {
        try db.execute(
          sql: """
            INSERT INTO outbox (id, destinations, message_id, correlation_id, type, traceparent, body, said_at)
            VALUES (?, ?, 'm', 'c', ?, '', X'7B7D', 5)
            """, arguments: [id, destinations, type])
      }
    }
    try old.close()
    let store = try Store(path: path)
    let rows = try await store.pool.read { try Outbox.new(in: $0, after: 0, limit: 9, userID: nil) }
    #expect(
      rows.map { $0.outgoing.map { "\($0.exchange) \($0.routingKey)" } } == [
        ["intake.facts classifier.case.received.v1", "intake.facts notifier.case.received.v1"],
        [
          "router.facts unit.dinas.35.78", "router.facts unit.deputi.usaha", "router.facts intake.case.routed.v1",
          "router.facts notifier.case.routed.v1",
        ],
      ])
  }
}

private func eventuallyNil(_ look: () async -> String?) async throws -> Bool {
  let end = ContinuousClock.now + .seconds(30)
  while await look() != nil {
    guard ContinuousClock.now < end else { throw UnreadableMessage("still wrong") }
    await Task.yield()
  }
  return true
}

/// What was said can be said again: the same events, to those who lack them.
@Suite struct ResendTests {
  static func found(_ selection: SaidEvents.Selection, _ store: Store) async throws -> [SaidEvents.Found] {
    try await store.pool.read { try SaidEvents.find(selection, after: 0, in: $0)?.found ?? [] }
  }

  @Test func theSameEventGoesToWhoIsNamed() async throws {
    try await withStore { store in
      for ordinal in 1...3 { try await StoreFaultTests.say(ordinal, store) }
      try await store.pool.write { try $0.execute(sql: "DELETE FROM outbox") }
      let number = try #require(
        try await store.pool.read { try String.fetchOne($0, sql: "SELECT correlation_id FROM events") })
      let one = try await Self.found(SaidEvents.Selection(numbers: [number]), store)
      #expect(one.map(\.number) == [number] && one[0].destinations == "router.facts\tintake.case.accepted.v1")
      #expect(try await Self.found(SaidEvents.Selection(numbers: [number], hearer: .notifier), store).isEmpty)
      #expect(try await Self.found(SaidEvents.Selection(hearer: .intake), store).count == 3)
      #expect(try await Self.found(SaidEvents.Selection(routingKey: "unit.triase"), store).isEmpty)
      #expect(try await Self.found(SaidEvents.Selection(since: .distantFuture), store).isEmpty)
      #expect(try await store.write { try SaidEvents.sayAgain(one, at: Date(), in: $0) } == 1)
      // It waits for another hearer: then this one is added.
      try await store.write { try $0.execute(sql: "UPDATE outbox SET destinations = 'a\tb'") }
      #expect(try await store.write { try SaidEvents.sayAgain(one, at: Date(), in: $0) } == 1)
      let lines = try await store.pool.read { try String.fetchOne($0, sql: "SELECT destinations FROM outbox") }
      #expect(lines == "a\tb\nrouter.facts\tintake.case.accepted.v1")
      try await store.write {
        try $0.execute(sql: "UPDATE outbox SET destinations = 'router.facts\tintake.case.accepted.v1'")
      }
      // Said twice while it is on its way, it is said once.
      #expect(try await store.write { try SaidEvents.sayAgain(one, at: Date(), in: $0) } == 0)
      let due = try await store.pool.read {
        try Outbox.due(.again, in: $0, at: Date(), limit: 10, userID: nil)
      }
      #expect(due.map { $0.outgoing.map(\.message.messageID) } == [["\(number).2.case.accepted.v1"]])
    }
  }

  @Test func oldEventsAreForgottenUnlessTheyWait() async throws {
    try await withStore { store in
      for ordinal in 1...3 { try await StoreFaultTests.say(ordinal, store) }
      try await store.pool.write {
        try $0.execute(sql: "DELETE FROM outbox WHERE id = 2; UPDATE events SET said_at = 1 WHERE id < 3")
      }
      #expect(try await store.write { try SaidEvents.forget(before: Date(), limit: 10, in: $0) } == 1)
      #expect(try await store.pool.read { try Int.fetchAll($0, sql: "SELECT id FROM events ORDER BY id") } == [1, 3])
    }
  }
}
