import AMQP
import Cases
import Foundation
import GRDB
import HTTPTypes
import Logging
import Testing
import TestKit

@testable import IntakeService
@testable import Messaging

/// Odd requests and odd facts: each gets an answer that is not our fault, and nothing traps.
@Suite struct IntakeFuzzTests {
  static let report = Data(
    """
    {"text":"Simpanan saya","channel":"whatsapp","service_code":"ksp.simpanan","privacy":"terbuka","language":"id",
    "form":{"region":"35.78","cooperative":"KSP Maju","membership_area":"kabkota","kind":"pengaduan"},
    "reporter":{"name":"Siti","phone":"0812-3456-7890","email":"siti@example.org"}}
    """.utf8)
  static let form = Data(
    "service_code=umum&description=Simpanan%20saya&attribute[region]=35.78&lat=-7.25&long=112.75&phone=081234567890"
      .utf8)
  static let multipart = Data(
    """
    --b\r\nContent-Disposition: form-data; name="text"\r\n\r\nSimpanan\r\n--b\r\nContent-Disposition: form-data; \
    name="media"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\u{89}PNG\r\n--b--\r\n
    """.utf8)

  @Test(arguments: [11, 12] as [UInt64])
  func oddBodiesAreAnswered(seed: UInt64) async throws {
    try await Doors.open { doors in
      var generator = SeededGenerator(seed: seed)
      var statuses: [Int: Int] = [:]
      for round in 0..<400 {
        let body =
          round % 2 == 0
          ? try Mutation.json(Self.report, using: &generator) : Mutation.bytes(Self.report, using: &generator)
        statuses[try await doors.ask(.post, "/cases", body, type: "application/json").status, default: 0] += 1
        let sent = Mutation.bytes(Self.form, using: &generator)
        let type = "application/x-www-form-urlencoded"
        statuses[
          try await doors.ask(.post, "/open311/v2/requests.xml", sent, type: type).status, default: 0] += 1
        statuses[try await doors.ask(.post, "/lacak", sent, type: type).status, default: 0] += 1
        let parts = Mutation.bytes(Self.multipart, using: &generator)
        statuses[
          try await doors.ask(.post, "/", parts, type: "multipart/form-data; boundary=b").status, default: 0] += 1
      }
      #expect(statuses.keys.filter { $0 >= 500 } == [], "\(statuses)")
      #expect((statuses[201] ?? 0) > 50 && (statuses[400] ?? 0) + (statuses[422] ?? 0) > 50, "\(statuses)")
    }
  }

  @Test(arguments: [13] as [UInt64])
  func oddQuestionsAreAnswered(seed: UInt64) async throws {
    try await Doors.open { doors in
      var generator = SeededGenerator(seed: seed)
      let good = Data(
        "start_date=2026-01-01T00%3A00%3A00Z&end_date=2026-03-01T00:00:00Z&status=open&page=1&page_size=50&service_code=umum"
          .utf8)
      for _ in 0..<800 {
        let query = String(decoding: Mutation.bytes(good, using: &generator), as: UTF8.self).filter {
          $0.isASCII && !$0.isWhitespace && $0.asciiValue.map { $0 > 32 && $0 < 127 } == true
        }
        for path in ["/open311/v2/requests.json?\(query)", "/lacak?nomor=\(query)", "/cases/\(query)"] {
          let status = try await doors.ask(.get, path).status
          #expect(status < 500, "\(path)")
        }
      }
    }
  }

  /// What intake hears of its cases.
  @Test(arguments: [
    "case.classified.v1", "case.routed.v1", "case.answered.v1", "case.rescheduled.v1", "case.corrected.v1",
  ])
  func oddFactsAreNotedOrRefused(type: String) async throws {
    try await Doors.open { doors in
      var logger = Logger(label: "test")
      logger.logLevel = .critical
      let handler = BatchHandler(
        stage: PublicStage(), queue: "intake", source: "/test", store: doors.store, logger: logger)
      let good = try Data(contentsOf: URL(filePath: Program.root + "Tests/Cases/Golden/\(type).json"))
      var generator = SeededGenerator(seed: 14)
      for _ in 0..<500 {
        let message = Message(body: try Mutation.json(good, using: &generator), messageID: "m", type: type)
        let exchange = type == "case.classified.v1" ? "classifier.facts" : "router.facts"
        try await handler.handle([
          Incoming(queue: "intake", exchange: exchange, routingKey: "intake.\(type)", message: message)
        ])
      }
      #expect(try await doors.count("deferred") == 0)
      #expect(try await doors.count("dead") > 20)
      // Whatever was noted can still be shown.
      #expect(try await doors.ask(.get, "/open311/v2/requests.json").status == 200)
    }
  }
}
