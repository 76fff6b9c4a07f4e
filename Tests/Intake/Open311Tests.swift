import Cases
import Foundation
import FoundationXML
import GRDB
import IntakeCore
import Messaging
import Testing

@testable import IntakeService

@Suite struct Open311Tests {
  static let v2 = "/open311/v2"

  static func report(_ doors: Doors, _ more: [String: String] = [:], format: String = "json") async throws
    -> Doors.Answer
  {
    let fields = ["service_code": "umum", "description": "Simpanan saya", "email": "siti@example.org"]
    return try await doors.form("\(v2)/requests.\(format)", fields.merging(more) { _, new in new })
  }

  @Test func servicesAreListedAndDefined() async throws {
    try await Doors.open { doors in
      let list = try #require(try await doors.ask(.get, "\(Self.v2)/services.json").json as? [[String: Any]])
      #expect(list.count == 26)
      #expect(list.first?["service_code"] as? String == "umum")
      for key in ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"] {
        #expect(list.allSatisfy { $0[key] != nil }, "\(key)")
      }
      let definition = try await doors.ask(.get, "\(Self.v2)/services/ksp.simpanan.json").object
      let attributes = try #require(definition["attributes"] as? [[String: Any]])
      #expect(
        attributes.compactMap { $0["code"] as? String } == [
          "region", "cooperative", "membership_area", "kind", "privacy",
        ])
      #expect((attributes.first?["values"] as? [Any])?.count == 552)
    }
  }

  @Test func aRequestIsTakenAndFound() async throws {
    try await Doors.open { doors in
      let posted = try await Self.report(
        doors, ["attribute[region]": "35.78", "first_name": "Siti", "last_name": "A", "lat": "-7.2", "long": "112.7"])
      #expect(posted.status == 201)
      let id = try #require(posted.first["service_request_id"] as? String)
      // One of both, as GeoReport says; who has the number may ask by it.
      #expect(posted.first["token"] == nil)
      let looked = try await doors.ask(.get, "\(Self.v2)/tokens/\(id).json").first
      #expect(looked["service_request_id"] as? String == id)
      let shown = try await doors.ask(.get, "\(Self.v2)/requests/\(id).json").first
      #expect(shown["status"] as? String == "open")
      #expect((shown["requested_datetime"] as? String)?.hasSuffix("+07:00") == true)
      let (name, json) = try await doors.store.pool.read { db in
        let row = try #require(try Row.fetchOne(db, sql: "SELECT report, name FROM cases JOIN contacts USING (number)"))
        return (row["name"] as String, row["report"] as Data)
      }
      #expect(name == "Siti A")
      let report = try EventCoding.decode(Report.self, from: json)
      #expect(report.form.region?.text == "35.78" && report.channel == .open311)
    }
  }

  @Test(arguments: [
    "services.xml", "services/umum.xml", "discovery.xml", "requests.xml", "requests/4827193059.xml", "tokens/x.xml",
  ])
  func everythingIsXMLToo(path: String) async throws {
    try await Doors.open { doors in
      let answer = try await doors.ask(.get, "\(Self.v2)/\(path)")
      #expect(answer.headers[.contentType]?.hasPrefix("text/xml") == true)
      #expect(XMLParser(data: Data(answer.text.utf8)).parse())
    }
  }

  @Test func textIsEscapedInXML() async throws {
    try await Doors.open { doors in
      let answer = try await doors.ask(.get, "\(Self.v2)/requests/%3Cb%3E%26.xml")
      #expect(answer.status == 404)
      #expect(XMLParser(data: Data(answer.text.utf8)).parse())
    }
  }

  @Test(arguments: ["json", "xml"])
  func errorsComeInTheFormatThatWasAskedFor(format: String) async throws {
    try await Doors.open { doors in
      let answer = try await Self.report(doors, ["service_code": "x", "email": "y"], format: format)
      #expect(answer.status == 400)
      for hint in ["service_code", "email", "for example"] { #expect(answer.text.contains(hint)) }
      #expect(answer.text.contains(format == "xml" ? "<error><code>400</code>" : #""code":400"#))
      let missing = try await doors.form("\(Self.v2)/requests.\(format)", ["description": "a"])
      #expect(missing.status == 400 && missing.text.contains("service_code"))
      let unknown = try await Self.report(doors, ["service_code": "x"], format: format)
      #expect(unknown.status == 404 && unknown.text.contains("service_code"))
    }
  }

  @Test func listsAreFilteredAndPaged() async throws {
    try await Doors.open { doors in
      var ids: [String] = []
      for index in 0..<5 {
        let posted = try await Self.report(doors, ["service_code": index < 3 ? "ksp.simpanan" : "umum"])
        ids.append(try #require(posted.first["service_request_id"] as? String))
      }
      _ = try await Self.report(doors, ["attribute[privacy]": "rahasia"])
      let closed = ids[0]
      try await doors.store.pool.write {
        try $0.execute(sql: "UPDATE cases SET state = 'closed', received_at = 0 WHERE number = ?", arguments: [closed])
      }
      let numbers = try await doors.store.pool.read {
        try Dictionary(
          uniqueKeysWithValues: Row.fetchAll($0, sql: "SELECT public_id, number FROM cases").map {
            ($0[0] as String, $0[1] as String)
          })
      }
      /// By numbers, whatever the list calls them.
      func list(_ query: String) async throws -> Set<String> {
        let answer = try await doors.ask(.get, "\(Self.v2)/requests.json?\(query)")
        let ids = (answer.json as? [[String: Any]] ?? []).compactMap { $0["service_request_id"] as? String }
        return Set(ids.map { numbers[$0] ?? $0 })
      }
      #expect(try await list("") == Set(ids[1...]))
      #expect(try await list("service_code=ksp.simpanan") == Set(ids[1...2]))
      #expect(try await list("service_request_id=\(ids[0]),\(ids[4])") == [ids[0], ids[4]])
      #expect(try await list("start_date=1969-12-31T00:00:00Z&end_date=1970-01-02T00:00:00Z") == [ids[0]])
      #expect(try await list("start_date=1969-12-31T00:00:00Z&end_date=1970-01-02T00:00:00Z&status=open").isEmpty)
      #expect(try await list("status=open,closed") == Set(ids[1...]))
      #expect(try await list("status=open,+closed") == Set(ids[1...]))
      #expect(
        try await list("start_date=1969-12-31T07:00:00+07:00&end_date=1970-01-02T07:00:00%2B07:00") == [ids[0]])
      let (one, two) = (try await list("page=1&page_size=3"), try await list("page=2&page_size=3"))
      #expect(one.count == 3 && two.count == 1 && one.isDisjoint(with: two))
    }
  }

  @Test(arguments: [
    "status=new", "start_date=yesterday", "page=0", "page_size=5000", "service_request_id=12",
    "servicecode=ksp.simpanan", "state_date=2026-01-01T00:00:00Z",
  ])
  func wrongFiltersAreRefused(query: String) async throws {
    try await Doors.open { doors in
      let answer = try await doors.ask(.get, "\(Self.v2)/requests.json?\(query)")
      #expect(answer.status == 400)
      #expect((answer.first["description"] as? String)?.contains("expected") == true)
    }
  }

  @Test func thePublicSeesNoTexts() async throws {
    try await Doors.open { doors in
      _ = try await Self.report(doors, ["description": "RAHASIA-SAYA", "first_name": "NAMA-SAYA"])
      let text = try await doors.ask(.get, "\(Self.v2)/requests.json").text
      #expect(!text.contains("RAHASIA-SAYA") && !text.contains("NAMA-SAYA") && !text.contains("siti@"))
    }
  }

  /// A filter that fits little must not read a year of cases; the newest are looked through.
  @Test func aFilterLooksThroughSoManyAndNoMore() async throws {
    try await Doors.open { doors in
      let now = Date().milliseconds
      // Five cases of a topic, older than so many others.
      try await doors.store.write { db in
        try db.execute(
          sql: """
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
            INSERT INTO cases (number, public_id, code, token, report, topic, is_listed, state, sequence, received_at, updated_at)
            SELECT 'n' || i, printf('p%016x', i), 'c', 't' || i, '{}', iif(i >= ?1 - 4, 'kdmp.lahan', 'ksp.simpanan'), 1,
              'closed', 1, ?2 - i, ?2 FROM n
            """, arguments: [RequestFilter.mostLooked + 2, now])
      }
      func count(_ query: String) async throws -> Int {
        (try await doors.ask(.get, "\(Self.v2)/requests.json?\(query)").json as? [Any])?.count ?? -1
      }
      #expect(try await count("service_code=kdmp.lahan") == 3)
      // Open ones are found behind any number of others.
      try await doors.store.write {
        try $0.execute(sql: "UPDATE cases SET state = 'routed' WHERE topic = 'kdmp.lahan'")
      }
      #expect(try await count("status=open") == 5)
      #expect(try await count("status=open&service_code=kdmp.lahan") == 5)
      #expect(try await count("service_code=ksp.simpanan&page_size=1000") == 1000)
      let older = EventCoding.format(Date(milliseconds: now - 1000)).replacing(":", with: "%3A")
      #expect(try await count("service_code=kdmp.lahan&end_date=\(older)") == 5)
    }
  }
}
