import AMQP
import Cases
import Foundation
import GRDB
import IntakeCore
import Logging
import TestKit
import Testing

@testable import IntakeService
@testable import Messaging

/// What the unit that has a case may see of its reporter: who it is, and what came with it. Nobody else, and each look
/// is recorded.
@Suite struct DisclosureTests {
  /// Hears that a case was routed.
  static func route(_ number: String, to unit: String, sequence: Int, _ doors: Doors) async throws {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let handler = BatchHandler(
      stage: PublicStage(), queue: "intake", source: "/test", store: doors.store, logger: logger)
    let golden = try Data(contentsOf: URL(filePath: Program.root + "Tests/Cases/Golden/case.routed.v1.json"))
    var routed = try EventCoding.decode(CloudEvent<CaseRouted>.self, from: golden).data
    (routed.number, routed.unit) = (CaseNumber(unchecked: number), UnitCode(unchecked: unit))
    let event = CloudEvent(routed, sequence: sequence, source: "/test", time: Date())
    let message = Message(body: try EventCoding.encode(event), messageID: event.id.text, type: CaseRouted.type.text)
    try await handler.handle([
      Incoming(
        queue: "intake", exchange: "router.facts", routingKey: "intake.case.routed.v1", message: message)
    ])
  }

  static func disclosed(_ doors: Doors) async throws -> [(to: String, data: ContactDisclosed)] {
    try await doors.store.pool.read { db in
      try Row.fetchAll(
        db, sql: "SELECT destinations, body FROM events WHERE type = 'contact.disclosed.v1' ORDER BY id"
      ).map { ($0[0], try EventCoding.decode(CloudEvent<ContactDisclosed>.self, from: $0[1]).data) }
    }
  }

  static func looks(_ doors: Doors) async throws -> [String] {
    try await doors.store.pool.read { try String.fetchAll($0, sql: "SELECT person FROM looks ORDER BY at, rowid") }
  }

  static func report(_ doors: Doors, privacy: String, reporter: Bool = true) async throws -> String {
    let contact = reporter ? #","reporter":{"name":"Siti","phone":"081234567890"}"# : ""
    let answer = try await doors.post(#"{"text":"Simpanan","privacy":"\#(privacy)"\#(contact)}"#)
    return try #require(answer.object["number"] as? String)
  }

  @Test func theUnitThatAnswersIsToldWhoReports() async throws {
    try await Doors.open { doors in
      let number = try await Self.report(doors, privacy: "terbuka")
      try await Self.route(number, to: "dinas.35.78", sequence: 3, doors)
      let told = try await Self.disclosed(doors)
      #expect(told.map(\.to) == ["intake.facts\tunit.dinas.35.78"])
      #expect(told.first?.data.name == "Siti" && told.first?.data.phone == "081234567890")
      #expect(try await Self.looks(doors) == ["unit dinas.35.78"])
      // The next one that has it too; a routing that comes late tells nobody.
      try await Self.route(number, to: "dinas.35", sequence: 7, doors)
      try await Self.route(number, to: "dinas.33", sequence: 5, doors)
      #expect(try await Self.disclosed(doors).map(\.data.unit.text) == ["dinas.35.78", "dinas.35"])
      #expect(try await Self.looks(doors).count == 2)
    }
  }

  @Test(arguments: [
    ("rahasia", "dinas.35.78"), ("anonim", "dinas.35.78"), ("terbuka", "triase"), ("terbuka", "luar.ojk"),
  ])
  func nobodyElseIsTold(privacy: String, unit: String) async throws {
    try await Doors.open { doors in
      try await Self.route(try await Self.report(doors, privacy: privacy), to: unit, sequence: 3, doors)
      try await Self.route(
        try await Self.report(doors, privacy: "terbuka", reporter: false), to: "dinas.35.78", sequence: 3, doors)
      #expect(try await Self.disclosed(doors).isEmpty)
      #expect(try await Self.looks(doors).isEmpty)
    }
  }

  static func key(_ scopes: Set<KeyScope>, unit: String?, _ doors: Doors) async throws -> [String: String] {
    let key = ApiKey(
      name: "k\(UUID().uuidString.prefix(8))", scopes: scopes, channels: [.api], perMinute: 100,
      unit: unit.map { UnitCode(unchecked: $0) })
    let secret = try await doors.store.write { try ApiKeyTable.add(key, at: Date(), in: $0) }
    return ["Authorization": "Bearer \(secret)"]
  }

  @Test func theUnitThatHasTheCaseFetchesWhatCameWithIt() async throws {
    try await Doors.open { doors in
      let sent = try await PageTests.send(doors, ["text": "Simpanan"], file: Pictures.jpeg(bytes: 400))
      #expect(sent.status == 201)
      let kept = try await doors.store.pool.read { db in
        try Row.fetchOne(db, sql: "SELECT id, number FROM attachments").map { ($0[0] as String, $0[1] as String) }
      }
      let (id, number) = try #require(kept)
      try await Self.route(number, to: "dinas.35.78", sequence: 3, doors)
      let path = "/cases/\(number)/attachments/\(id)"
      let own = try await Self.key([.attachments], unit: "dinas.35.78", doors)
      let found = try await doors.ask(.get, path, headers: own)
      #expect(found.status == 200 && found.headers[.contentType] == "image/jpeg")
      #expect(found.headers[.contentDisposition] == "attachment" && found.headers[.cacheControl] == "no-store")
      #expect(!found.text.isEmpty)
      #expect(try await Self.looks(doors).last?.hasSuffix("of unit dinas.35.78") == true)
      let count = try await doors.count("looks")
      // Nobody else, and nothing else.
      #expect(try await doors.ask(.get, path).status == 401)
      let reader = try await Self.key([.read], unit: nil, doors)
      #expect(try await doors.ask(.get, path, headers: reader).status == 403)
      let other = try await Self.key([.attachments], unit: "dinas.35", doors)
      #expect(try await doors.ask(.get, path, headers: other).status == 404)
      let missing = "/cases/\(number)/attachments/\(String(repeating: "0", count: 32))"
      #expect(try await doors.ask(.get, missing, headers: own).status == 404)
      #expect(try await doors.ask(.get, "/cases/12/attachments/\(id)", headers: own).status == 404)
      // The case has gone on.
      try await Self.route(number, to: "dinas.35", sequence: 5, doors)
      #expect(try await doors.ask(.get, path, headers: own).status == 404)
      #expect(try await doors.ask(.get, path, headers: other).status == 200)
      #expect(try await doors.count("looks") == count + 1)
    }
  }
}
