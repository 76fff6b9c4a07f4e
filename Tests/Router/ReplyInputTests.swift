import AMQP
import Cases
import Foundation
import GRDB
import RouterPolicy
import RouterLifecycle
import Messaging
import Testing

@testable import RouterService

@Suite struct ReplyInputTests {
  static func input(_ body: String, user: String? = "dinas.35.78", id: String? = "m1") throws -> ReplyInput {
    try ReplyInput(
      consuming: Incoming(
        queue: "router.replies", exchange: "replies", routingKey: "dinas.35.78",
        message: Message(body: Data(body.utf8), messageID: id, userID: user)))
  }

  @Test func aGoodReplyIsRead() throws {
    let reply = try Self.input(#"{"number":"4827193059","action":"answer","text":"Sudah."}"#).checked()
    #expect(try reply.caseAction == .answer("Sudah."))
  }

  @Test(arguments: [
    ("", "not valid JSON"), ("{}", "number is missing"), (#"{"number":"1","action":"answer"}"#, "number"),
    (#"{"number":"4827193059","action":"delete"}"#, "action"),
    (#"{"number":"4827193059","action":"answer"}"#, "without 'text'"),
    (#"{"number":"4827193059","action":"transfer","text":"x"}"#, "without 'to'"),
    (#"{"number":"4827193059","action":"answer","text":"  "}"#, "without 'text'"),
    (#"{"number":"4827193059","action":"transfer","text":"x","to":"Dinas Kota"}"#, "to"),
  ])
  func aBadReplyIsExplained(body: String, hint: String) throws {
    let input = try Self.input(body)
    #expect { _ = try input.checked().caseAction } throws: { error in
      (error as? InvalidAction)?.reason.contains(hint) == true
    }
  }

  @Test func withoutAVouchedSenderNothingIsTaken() throws {
    let input = try Self.input(#"{"number":"4827193059","action":"accept"}"#, user: nil)
    #expect(input.sender?.text == "dinas.35.78")
    #expect(throws: InvalidAction.self) { try input.checked() }
  }

  @Test func idsAreEachUnitsOwn() throws {
    let body = #"{"number":"4827193059","action":"accept"}"#
    #expect(try Self.input(body).deduplicationKey == Self.input(body).deduplicationKey)
    #expect(try Self.input(body).deduplicationKey != Self.input(body, user: "dinas.35").deduplicationKey)
    #expect(try Self.input(body).deduplicationKey != Self.input(body + " ").deduplicationKey)
    #expect(try Self.input(body, id: nil).deduplicationKey != Self.input(body, id: nil).deduplicationKey)
  }

  /// What was not kept is told, whatever it was.
  @Test func aUnitIsToldWhatWasNotKept() async throws {
    let router = try RouterAtWork(book: try Shipped.book.get())
    try await router.store.work(source: "/test", now: Date()) { [books = router.books] work in
      try ReplyStage(books: books).refuse(surplus: ["m1", nil, "m\u{1B}2"], of: "dinas.35.78", in: work)
    }
    let body = try await router.store.pool.read {
      try String.fetchOne($0, sql: "SELECT CAST(body AS TEXT) FROM events WHERE type = 'reply.refused.v1'")
    }
    #expect(body?.contains("3 more were not kept") == true && body?.contains("m1\\nm2") == true, "\(body ?? "")")
  }

  /// Measured before they are compared, and told in few words: an event that says them whole would fit into no queue.
  @Test(arguments: [
    "{\"e" + String(repeating: "\u{301}\u{316}", count: 29_000) + "\":1}",
    "{\"" + String(repeating: "k", count: 118_000) + "\":1}",
    "{\"number\":\"" + String(repeating: "k", count: 110_000) + "\",\"action\":\"accept\"}",
    "{\"number\":\"4827193059\",\"action\":\"" + String(repeating: "k", count: 110_000) + "\"}",
    "{\"number\":\"4827193059\",\"action\":\"accept\",\"action\":\"close\"}",
  ])
  func whatAUnitMakesUpIsRefusedShortly(body: String) async throws {
    let router = try RouterAtWork(book: try Shipped.book.get())
    let input = try Self.input(body)
    try await router.store.work(source: "/test", now: Date()) { [books = router.books] work in
      _ = try ReplyStage(books: books).handle(input, in: work)
    }
    let bytes = try await router.store.pool.read {
      try Int.fetchOne($0, sql: "SELECT length(body) FROM events WHERE type = 'reply.refused.v1'")
    }
    #expect(try #require(bytes) < 10_000)
  }
}
