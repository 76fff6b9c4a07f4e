import Cases
import Foundation
import GRDB
import IntakeCore
import Testing

@testable import IntakeService

/// What channels need beyond a report: files, letters, links, and the way back to the platform that sent it.
@Suite struct ChannelTests {
  static let v2 = "/open311/v2"

  static func key(_ doors: Doors, _ channels: [Channel] = [.letter]) async throws -> String {
    let key = ApiKey(
      name: "k\(UUID().uuidString.prefix(8))", scopes: [.write, .read], channels: channels, perMinute: 1000)
    return try await doors.store.write { try ApiKeyTable.add(key, at: Date(), in: $0) }
  }

  static func report(_ number: String, _ doors: Doors) async throws -> Report {
    let json = try await doors.store.pool.read { db in
      try #require(try Data.fetchOne(db, sql: "SELECT report FROM cases WHERE number = ?", arguments: [number]))
    }
    return try EventCoding.decode(Report.self, from: json)
  }

  static func send(_ doors: Doors, _ fields: [String: String], _ key: String, file: Data? = nil) async throws
    -> Doors.Answer
  {
    try await doors.ask(
      .post, "/cases", PageTests.multipart(fields, file: file), type: "multipart/form-data; boundary=XX",
      headers: key.isEmpty ? [:] : ["Authorization": "Bearer \(key)"])
  }

  @Test func aLetterBringsItsScanItsDayAndItsNumber() async throws {
    try await Doors.open { doors in
      let day = String(EventCoding.format(Date().addingTimeInterval(-3 * 86_400)).prefix(10))
      let fields = [
        "text": "Simpanan saya macet", "channel": "letter", "form[region]": "35.78", "reporter[name]": "Siti",
        "received_at": day, "reference": "B-123/KOP/XI/2026",
      ]
      let answer = try await Self.send(doors, fields, try await Self.key(doors), file: Pictures.jpeg(bytes: 400))
      #expect(answer.status == 201, "\(answer.text)")
      let number = try #require(answer.object["number"] as? String)
      let report = try await Self.report(number, doors)
      #expect(report.channel == .letter && report.form.region?.text == "35.78" && report.attachments.count == 1)
      #expect(report.reference == "B-123/KOP/XI/2026")
      #expect(report.receivedAt == EventCoding.parse("\(day)T00:00:00+07:00"))
      #expect(try await doors.store.pool.read { try String.fetchOne($0, sql: "SELECT name FROM contacts") } == "Siti")
      // It is asked for as it was received.
      #expect((try await doors.ask(.get, "/cases/\(number)").object["received_at"] as? String)?.isEmpty == false)
    }
  }

  @Test(arguments: [
    ("received_at", "besok", "received_at"), ("received_at", "2020-01-01", "received_at"),
    ("received_at", "2026-02-30", "received_at"), ("form[wilayah]", "35.78", "form[wilayah]"),
    ("privasi", "anonim", "privasi"), ("form[region]", "99.99", "form[region]"),
    ("reference", String(repeating: "x", count: 101), "reference"),
  ])
  func whatIsWrongWithALetterIsNamed(name: String, value: String, field: String) async throws {
    try await Doors.open { doors in
      let answer = try await Self.send(doors, ["text": "a", name: value], try await Self.key(doors))
      #expect([400, 422].contains(answer.status) && answer.problems == [field], "\(answer.text)")
      #expect(try await doors.count("cases") == 0)
    }
  }

  /// Deadlines run from it.
  @Test(arguments: ["received_at", "reference"])
  func nobodyWithoutAKeySaysWhenALetterCame(field: String) async throws {
    try await Doors.open { doors in
      let answer = try await doors.post(#"{"text":"a","\#(field)":"2026-11-20"}"#)
      #expect(answer.status == 422 && answer.problems == [field])
    }
  }

  @Test func aLinkIsKeptForTheUnitAndShownToNobodyElse() async throws {
    try await Doors.open { doors in
      let link = "https://example.org/foto/17.jpg?size=2"
      let posted = try await Open311Tests.report(doors, ["media_url": link])
      let number = try #require(posted.first["service_request_id"] as? String)
      #expect(try await Self.report(number, doors).mediaURL == link)
      #expect(try await !doors.ask(.get, "\(Self.v2)/requests/\(number).json").text.contains("foto"))
      for wrong in ["javascript:alert(1)", "https://", "ftp://a/b", "https://a b", "https://siti@example.org/", "x"] {
        let refused = try await Open311Tests.report(doors, ["media_url": wrong])
        #expect(refused.status == 400 && refused.text.contains("media_url"), "\(wrong)")
      }
    }
  }

  @Test func anotherJurisdictionIsNotFound() async throws {
    try await Doors.open { doors in
      for path in ["services.json", "requests.xml", "services/umum.json"] {
        let other = try await doors.ask(.get, "\(Self.v2)/\(path)?jurisdiction_id=city.example")
        #expect(other.status == 404 && other.text.contains("jurisdiction_id"))
        #expect(try await doors.ask(.get, "\(Self.v2)/\(path)?jurisdiction_id=kop.go.id").status == 200)
      }
      #expect(try await Open311Tests.report(doors, ["jurisdiction_id": "city.example"]).status == 404)
      #expect(try await Open311Tests.report(doors, ["jurisdiction_id": "kop.go.id"]).status == 201)
    }
  }

  @Test func keysAreRefusedAsGeoReportSays() async throws {
    try await Doors.open { doors in
      let answer = try await Open311Tests.report(doors, ["api_key": "dsp_x"])
      #expect(answer.status == 403 && answer.text.contains("api_key"))
    }
  }

  static func updates(_ doors: Doors, _ key: String) async throws -> [[String: Any]] {
    let answer = try await doors.ask(.get, "\(v2)/servicerequestupdates.json?api_key=\(key)")
    #expect(answer.status == 200, "\(answer.text)")
    return answer.json as? [[String: Any]] ?? []
  }

  /// A platform hears of the requests that it sent, and of no others; what it shows has no personal numbers.
  @Test func thePlatformThatSentARequestHearsWhatBecomesOfIt() async throws {
    try await Doors.open { doors in
      let (own, other) = (try await Self.key(doors, [.open311]), try await Self.key(doors, [.open311]))
      let posted = try await Open311Tests.report(doors, ["api_key": own])
      let number = try #require(posted.first["service_request_id"] as? String)
      _ = try await Open311Tests.report(doors)
      #expect(try await Self.updates(doors, own).isEmpty)
      try await DisclosureTests.route(number, to: "dinas.35.78", sequence: 3, doors)
      try await doors.store.write { db in
        try History.add(
          HistoryEntry(state: .answered, at: Date(), unitName: nil, text: "Hubungi 0812-3456-7890."),
          number: CaseNumber(unchecked: number), sequence: 5, in: db)
      }
      let updates = try await Self.updates(doors, own)
      #expect(updates.compactMap { $0["update_id"] as? String } == ["\(number).3", "\(number).5"])
      #expect(updates.allSatisfy { $0["service_request_id"] as? String == number && $0["status"] as? String == "open" })
      #expect(updates.last?["description"] as? String == "Ditindaklanjuti: Hubungi [nomor telepon].")
      #expect(try await Self.updates(doors, other).isEmpty)
      let xml = try await doors.ask(.get, "\(Self.v2)/servicerequestupdates.xml?api_key=\(own)").text
      #expect(xml.contains("<service_request_updates><request_update>"))
      #expect(try await doors.ask(.get, "\(Self.v2)/servicerequestupdates.json").status == 403)
    }
  }

  @Test func whatAReporterSaysThereReachesTheUnitOnce() async throws {
    try await Doors.open { doors in
      let (own, other) = (try await Self.key(doors, [.open311]), try await Self.key(doors, [.open311]))
      let posted = try await Open311Tests.report(doors, ["api_key": own])
      let number = try #require(posted.first["service_request_id"] as? String)
      func say(_ id: String, _ text: String, _ status: String, key: String) async throws -> Doors.Answer {
        try await doors.form(
          "\(Self.v2)/servicerequestupdates.json",
          [
            "service_request_id": number, "update_id": id, "description": text, "status": status, "api_key": key,
            "updated_datetime": "2026-11-28T09:00:00+07:00", "first_name": "Siti",
          ])
      }
      func said() async throws -> [String] {
        try await doors.store.pool.read {
          try String.fetchAll($0, sql: "SELECT response || ' ' || text FROM responses ORDER BY position")
        }
      }
      let first = try await say("7", "Masih macet", "OPEN", key: own)
      #expect(first.status == 201 && first.first["update_id"] as? String == "\(number).1", "\(first.text)")
      #expect(try await say("7", "Masih macet", "OPEN", key: own).first["update_id"] as? String == "\(number).1")
      #expect(try await say("8", "x", "OPEN", key: other).status == 404)
      #expect(try await say("", "", "OPEN", key: own).status == 400)
      for (state, status, word) in [
        ("answered", "fixed", "agree"), ("answered", "open", "object"), ("closed", "open", "object"),
      ] {
        try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = '\(state)'") }
        #expect(try await say(UUID().uuidString, "y", status, key: own).status == 201)
        #expect(try await said().last == "\(word) y")
      }
      try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = 'handed_on'") }
      #expect(try await say("9", "y", "open", key: own).status == 400)
      #expect(try await said().first == "reply Masih macet")
      #expect(try await said().count == 4)
    }
  }
}
