import AMQP
import Cases
import Foundation
import GRDB
import Logging
import RouterPolicy
import Testing
import TestKit

@testable import RouterService
@testable import Messaging

/// Odd events and replies through the router's stages, over a real database: nothing traps, and nothing is half done.
@Suite struct RouterFuzzTests {
  static let golden = Program.root + "Tests/Cases/Golden/"

  @Test(arguments: [5, 6] as [UInt64])
  func oddClassificationsAreRoutedOrRefused(seed: UInt64) async throws {
    let house = try RouterAtWork(book: Shipped.book.get())
    let handler = BatchHandler(
      stage: RouteStage(books: house.books), queue: "router", source: "/test", store: house.store, logger: Self.quiet)
    let good = try Data(contentsOf: URL(filePath: Self.golden + "case.classified.v1.json"))
    var generator = SeededGenerator(seed: seed)
    for index in 0..<1_400 {
      // Numbers and ids of their own: the same one would be passed over.
      let number = TrialCase.number(index).text
      let fresh = Data(String(decoding: good, as: UTF8.self).replacing("4827193059", with: number).utf8)
      let body = try Mutation.json(fresh, using: &generator)
      try await handler.handle([Self.incoming(body, "case.classified.v1", id: "m\(index)")])
    }
    let counts = try await house.store.pool.read { db in
      try ["assignments", "dead", "deferred", "decisions", "timers"].map {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0
      }
    }
    #expect(counts[0] + counts[1] + counts[2] > 1_330)
    #expect(counts[0] > 100 && counts[1] > 100)
    #expect(counts[2] == 0, "what is odd is refused for good, not tried for days")
    #expect(counts[3] == counts[0])
    // What was said can be read by who hears it.
    for body in try await house.store.pool.read({ try Data.fetchAll($0, sql: "SELECT body FROM events") }) {
      _ = try EventCoding.decode(CloudEvent<CaseRouted>.self, from: body)
    }
  }

  @Test(arguments: [7, 8] as [UInt64])
  func oddRepliesAreTakenOrComeBack(seed: UInt64) async throws {
    let house = try RouterAtWork(book: Shipped.book.get())
    try await house.route(TrialCase.event(at: Date()), at: Date())
    let unit = try #require(try await house.assignment(TrialCase.number(1))).unit
    let handler = BatchHandler(
      stage: ReplyStage(books: house.books), queue: "router.replies", source: "/test", store: house.store,
      logger: Self.quiet)
    var generator = SeededGenerator(seed: seed)
    let good = [
      #"{"number":"N","action":"accept"}"#, #"{"number":"N","action":"ask","text":"Apa nama koperasinya?"}"#,
      #"{"number":"N","action":"answer","text":"Sudah."}"#, #"{"number":"N","action":"close","text":"Selesai."}"#,
      #"{"number":"N","action":"correct","text":"x","topic":"kdmp.lahan","region":"35.78","membership_area":"kabkota"}"#,
    ].map { Data($0.replacing("\"N\"", with: "\"\(TrialCase.number(1).text)\"").utf8) }
    for index in 0..<1_000 {
      let pick = good[index % good.count]
      let body = index % 3 == 0 ? Mutation.bytes(pick, using: &generator) : try Mutation.json(pick, using: &generator)
      let message = Message(body: body, messageID: "m\(index)", userID: unit.text)
      try await handler.handle([
        Incoming(queue: "router.replies", exchange: "replies", routingKey: unit.text, message: message)
      ])
    }
    let counts = try await house.store.pool.read { db in
      try ["dead", "deferred"].map { try Int.fetchOne(db, sql: "SELECT count(*) FROM \($0)") ?? 0 }
    }
    #expect(counts == [0, 0])
  }

  static let quiet: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
  }()

  static func incoming(_ body: Data, _ type: String, id: String) -> Incoming {
    Incoming(
      queue: "router", exchange: "classifier.facts", routingKey: "router.\(type)",
      message: Message(body: body, messageID: id, type: type))
  }
}
