import AMQP
import Cases
import Contract
import Foundation
import Testing
import TestKit

@testable import Messaging

/// Events as nobody should send them: each is read or refused with a reason, and nothing traps.
@Suite struct EventFuzzTests {
  static let golden = Program.root + "Tests/Cases/Golden/"

  @Test(arguments: MessageSchemas.events.map { $0.type.text })
  func everyOddEventIsReadOrRefused(type: String) throws {
    let event = try #require(MessageSchemas.events.first { $0.type.text == type })
    try consumeOddOnes(event)
  }

  private func consumeOddOnes<Content: Event>(_ event: Content.Type) throws {
    let type = Content.type.text
    let good = try Data(contentsOf: URL(filePath: Self.golden + type + ".json"))
    var generator = SeededGenerator(seed: 17)
    var reads = 0
    for round in 0..<1_500 {
      let body =
        round % 2 == 0
        ? Mutation.bytes(good, using: &generator) : try Mutation.json(good, using: &generator)
      let incoming = Incoming(
        queue: "intake", exchange: "router.facts", routingKey: type,
        message: Message(body: body, messageID: "m", type: type))
      do {
        let read = try CloudEvent<Content>(consuming: incoming)
        #expect(!read.deduplicationKey.isEmpty)
        reads += 1
      } catch let error as DecodingError {
        #expect(!error.explanation.isEmpty)
      } catch is UnreadableMessage {}
    }
    // Both kinds occur, or the mutations are too weak or too strong.
    #expect((1..<1_500).contains(reads))
  }

  @Test(arguments: [3, 4] as [UInt64])
  func anyHeaderGivesATraceOrNone(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let good = Data("00-0123456789abcdef0123456789abcdef-0123456789abcdef-01".utf8)
    for _ in 0..<2_000 {
      let header = String(decoding: Mutation.bytes(good, using: &generator), as: UTF8.self)
      guard let trace = TraceContext(header: header) else { continue }
      #expect(TraceContext(header: trace.child.header)?.traceID == trace.traceID)
    }
  }
}
