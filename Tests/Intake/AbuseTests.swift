import Cases
import Foundation
import GRDB
import HTTPTypes
import IntakeCore
import Messaging
import Testing

@testable import IntakeService

/// Nothing computed on what is too long, nothing kept of what is half there, and each caller apart.
@Suite struct AbuseTests {
  static func from(_ doors: Doors, _ client: String, _ key: String, _ json: String) async throws -> Doors.Answer {
    try await doors.ask(
      .post, "/cases", Data(json.utf8), type: "application/json",
      headers: ["Idempotency-Key": key, "X-Forwarded-For": client])
  }

  @Test func idempotencyKeysOfCallersDoNotMeet() async throws {
    try await Doors.open(["INTAKE_TRUSTED_PROXIES": "0.0.0.0"]) { doors in
      let key = "wa-17"
      let first = try await Self.from(doors, "198.51.100.1", key, #"{"text":"a"}"#)
      let second = try await Self.from(doors, "198.51.100.2", key, #"{"text":"a"}"#)
      #expect(first.status == 201 && second.status == 201)
      #expect(first.object["number"] as? String != second.object["number"] as? String)
      #expect(first.object["code"] as? String != second.object["code"] as? String)
      // A key whose name is given anew does not open what the former holder sent.
      var numbers: Set<String> = []
      for _ in 0..<2 {
        let secret = try await AccessTests.key(doors, [.write])
        let answer = try await doors.ask(
          .post, "/cases", Data(#"{"text":"a"}"#.utf8), type: "application/json",
          headers: ["Idempotency-Key": "1", "Authorization": "Bearer \(secret)"])
        numbers.insert(try #require(answer.object["number"] as? String))
        _ = try await doors.store.write { try ApiKeyTable.revoke("gateway", at: Date(), in: $0) }
      }
      #expect(numbers.count == 2)
    }
  }

  @Test func twoFormsHaveTwoFingerprints() {
    func form(_ fields: [String: String], _ digests: [String] = []) -> String {
      let files = digests.map { IncomingFile(field: "media", id: "x", digest: Data($0.utf8)) }
      return ReportRegistration.fingerprint(SentForm(fields: fields, files: files))
    }
    let all = [
      form(["text": "a\nzz=b"]), form(["text": "a", "zz": "b"]), form(["text": "a"], ["b", "c"]),
      form(["text": "a"], ["bc"]),
      form(["text": "a", "media": "b"]), form(["text": "a"]),
    ]
    #expect(Set(all).count == all.count && form(["text": "a"]) == form(["text": "a"]))
  }

  @Test func theNeighbourWithTheRightCodeIsLetIn() async throws {
    try await Doors.open(["INTAKE_MISSES_PER_HOUR": "5"]) { (doors: Doors) async throws in
      let (number, code) = try await PageTests.stored(doors)
      for _ in 0..<20 { _ = try await doors.ask(.get, "/lacak?nomor=\(CaseNumber.sample)") }
      #expect(try await doors.ask(.get, "/lacak?nomor=\(number)").status == 429)
      for _ in 0..<3 { #expect(try await doors.form("/lacak", ["nomor": number, "kode": code]).status == 200) }
      // And who guesses is slowed.
      var statuses: [Int] = []
      for guess in 1000..<1020 {
        statuses.append(try await doors.form("/lacak", ["nomor": number, "kode": "\(guess)"]).status)
      }
      #expect(statuses.filter { $0 == 429 }.count >= 15)
      // Whether there is such a number is not told.
      let unknown = try await doors.form("/lacak", ["nomor": CaseNumber.sample, "kode": "12345678"])
      #expect(unknown.status == 403 && !unknown.text.contains("tidak ditemukan"))
    }
  }

  @Test func aForgetfulProxyIsOneClient() async throws {
    try await Doors.open(["INTAKE_TRUSTED_PROXIES": "0.0.0.0"]) { (doors: Doors) async throws in
      var statuses: Set<Int> = []
      for _ in 0..<100 { statuses.insert(try await doors.ask(.get, "/cases/\(CaseNumber.sample)").status) }
      #expect(statuses == [404, 429])
    }
  }

  @Test func thePublicListHoldsNoNumber() async throws {
    try await Doors.open { (doors: Doors) async throws in
      let (number, _) = try await PageTests.stored(doors)
      let list = try await doors.ask(.get, "/open311/v2/requests.json")
      #expect(!list.text.contains(number))
      let id = try #require(list.first["service_request_id"] as? String)
      let shown = try await doors.ask(.get, "/open311/v2/requests/\(id).json")
      #expect(shown.status == 200 && shown.first["service_request_id"] as? String == id)
      #expect(!shown.text.contains(number))
      #expect(try await doors.ask(.get, "/open311/v2/requests.json?service_request_id=\(id)").first.count > 5)
      // It opens nothing else.
      #expect(try await doors.ask(.get, "/lacak?nomor=\(id)").status == 404)
      #expect(try await doors.ask(.get, "/cases/\(id)").status == 400)
      let named = try await doors.ask(.get, "/open311/v2/requests.json?service_request_id=\(number)")
      #expect(named.first["service_request_id"] as? String == number)
    }
  }

  @Test(arguments: ["privacy", "attribute[privasi]", "attribute[Privacy]", "attribute[privacy][]", "descripton"])
  func aMisspeltParameterIsRefusedWithTheNearest(name: String) async throws {
    try await Doors.open { (doors: Doors) async throws in
      let fields = ["service_code": "umum", "description": "a", name: "anonim"]
      let answer = try await doors.form("/open311/v2/requests.json", fields)
      #expect(answer.status == 400)
      let expected = name == "descripton" ? "description" : "attribute[privacy]"
      #expect(answer.text.contains("perhaps '\(expected)'"), "\(answer.text)")
      #expect(try await doors.count("cases") == 0)
    }
  }

  @Test(arguments: ["text=a&text=b", "text=a&privacy=anonim&privacy=terbuka"])
  func aFieldThatIsThereTwiceIsRefused(body: String) async throws {
    try await Doors.open { (doors: Doors) async throws in
      let type = "application/x-www-form-urlencoded"
      #expect(try await doors.ask(.post, "/", Data(body.utf8), type: type).status == 400)
      let parts = body.split(separator: "&").map { pair -> String in
        let words = pair.split(separator: "=")
        return "--XX\r\nContent-Disposition: form-data; name=\"\(words[0])\"\r\n\r\n\(words[1])\r\n"
      }
      let sent = Data((parts.joined() + "--XX--\r\n").utf8)
      #expect(try await doors.ask(.post, "/", sent, type: "multipart/form-data; boundary=XX").status == 400)
    }
  }

  @Test func whatIsTooLongIsNotEchoed() async throws {
    try await Doors.open { (doors: Doors) async throws in
      let mark = String(repeating: "panjang", count: 9_000)
      for fields in [
        ["text": mark], ["text": "a", "name": mark], ["text": "a", "cooperative": String(mark.prefix(50_000))],
      ] {
        for answer in [try await doors.form("/", fields), try await PageTests.send(doors, fields)] {
          #expect((400...422).contains(answer.status))
          #expect(!answer.text.contains("panjangpanjang"))
        }
      }
    }
  }

  @Test func constantDocumentsAreSentOnce() async throws {
    try await Doors.open { (doors: Doors) async throws in
      for path in [
        "/openapi.json", "/gaya.css", "/open311/v2/services.json", "/open311/v2/services/umum.xml",
        "/open311/discovery.xml",
      ] {
        let first = try await doors.ask(.get, path)
        let tag = try #require(first.headers[.eTag], "\(path)")
        let second = try await doors.ask(.get, path, headers: ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(first.status == 200 && second.status == 304 && second.text.isEmpty)
      }
    }
  }

  @Test(arguments: ["/openapi.json", "/open311/v2/services/umum.json", "/open311/v2/services.xml", "/"])
  func everyPageHasABudget(path: String) async throws {
    try await Doors.open(["INTAKE_LOOKS_PER_MINUTE": "5"]) { (doors: Doors) async throws in
      var statuses: [Int] = []
      for _ in 0..<8 { statuses.append(try await doors.ask(.get, path).status) }
      #expect(statuses == [200, 200, 200, 200, 200, 429, 429, 429])
    }
  }

  @Test func attachmentsHaveAQuotaAndLeaveRoom() async throws {
    try await Doors.open(["INTAKE_ATTACHMENT_BYTES_PER_DAY": "1000"]) { (doors: Doors) async throws in
      let photo = Pictures.jpeg(bytes: 400)
      #expect(try await PageTests.send(doors, ["text": "a"], file: photo).status == 201)
      #expect(try await PageTests.send(doors, ["text": "a"], file: photo).status == 201)
      #expect(try await PageTests.send(doors, ["text": "a"], file: photo).status == 429)
      #expect(try await PageTests.send(doors, ["text": "a"]).status == 201)
    }
    try await Doors.open(["INTAKE_DISK_FLOOR": "1099511627776"]) { (doors: Doors) async throws in
      #expect(try await PageTests.send(doors, ["text": "a"], file: Pictures.jpeg(bytes: 400)).status == 507)
      #expect(try await PageTests.send(doors, ["text": "a"]).status == 201)
      let left = FileManager.default.enumerator(atPath: doors.folder.path() + "/attachments")?.allObjects ?? []
      #expect(left.isEmpty || left.count == 1)
    }
  }

  @Test func aSecondClickIsToldAndASecondAnswerIsSaid() async throws {
    try await Doors.open { (doors: Doors) async throws in
      let (number, code) = try await PageTests.stored(doors)
      func say(_ action: String, _ text: String) async throws -> Doors.Answer {
        try await doors.form("/lacak", ["nomor": number, "kode": code, "aksi": action, "text": text])
      }
      func said() async throws -> Int {
        try await doors.store.pool.read {
          try Int.fetchOne($0, sql: "SELECT count(*) FROM events WHERE type = 'reporter.responded.v1'") ?? -1
        }
      }
      try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = 'waiting', sequence = 4") }
      let clicks = try await withThrowingTaskGroup(of: Int.self) { group in
        for _ in 0..<20 { group.addTask { try await say("reply", "00123").status } }
        return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
      }
      #expect(clicks == [200])
      #expect(try await said() == 1)
      #expect(try await say("reply", "00123").text.contains("sudah kami terima"))
      #expect(try await say("reply", "Maaf, 00124").text.contains("Terima kasih"))
      #expect(try await said() == 2)
      // The state has come round meanwhile: it can still be added to.
      try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = 'in_progress', sequence = 5") }
      #expect(try await say("reply", "Dan 00125").text.contains("Terima kasih"))
      try await doors.store.write { try $0.execute(sql: "UPDATE cases SET state = 'answered', sequence = 6") }
      for _ in 0..<5 { #expect(try await say("agree", "").status == 200) }
      #expect(try await said() == 4)
      // Words that come with a second one are new all the same.
      #expect(try await say("agree", "Uang belum kembali").text.contains("Terima kasih"))
      #expect(try await say("agree", "Uang belum kembali").text.contains("sudah kami terima"))
      #expect(try await said() == 5)
    }
  }

  /// Two accents in turn, again and again: text that is compared in a time that grows with the square of its length.
  static let slow = "e" + String(repeating: "\u{301}\u{316}", count: 60_000)

  /// Names are measured before they are compared: what took a quarter of a minute is refused at once, and not sent back.
  @Test func aNameIsMeasuredBeforeItIsCompared() async throws {
    try await Doors.open { (doors: Doors) async throws in
      let bodies: [(String, String, String)] = [
        ("/cases", "application/json", "{\"\(Self.slow)\":1}"),
        ("/cases", "application/json", "{\"text\":\"a\",\"form\":{\"\(Self.slow)\":1}}"),
        (
          "/", "application/x-www-form-urlencoded",
          "text=a&e\(String(Self.slow.unicodeScalars.dropFirst().prefix(40_000)))=1"
        ),
        (
          "/", "multipart/form-data; boundary=XX",
          "--XX\r\nContent-Disposition: form-data; name=\"e\(String(Self.slow.unicodeScalars.dropFirst().prefix(3_000)))\"\r\n\r\na\r\n--XX--\r\n"
        ),
      ]
      for (path, type, body) in bodies {
        let answer = try await doors.ask(.post, path, Data(body.utf8), type: type)
        #expect(answer.status == 400 && answer.text.utf8.count < 10_000, "\(path) \(type)")
      }
    }
  }

  /// A wish for privacy that is said twice, or in a way that is not read, is no open report.
  @Test(arguments: [
    ("application/json", #"{"text":"a","privacy":"terbuka","privacy":"anonim"}"#),
    ("application/json", #"{"text":"a","pr\u0069vacy":"anonim"}"#), ("application/json", #"{"text":"a",}"#),
    (
      "multipart/form-data; boundary=XX",
      part(#"name="text""#, "a") + part(#"name="privacy"; filename="""#, "") + "--XX--\r\n"
    ),
    (
      "multipart/form-data; boundary=XX",
      part(#"name="text""#, "a") + part("name=\"privacy\"\r\nContent-Disposition: form-data; name=\"name\"", "anonim")
        + "--XX--\r\n"
    ),
  ])
  func aWishThatWasNotReadIsRefused(type: String, body: String) async throws {
    try await Doors.open { (doors: Doors) async throws in
      let path = type == "application/json" ? "/cases" : "/"
      #expect(try await doors.ask(.post, path, Data(body.utf8), type: type).status == 400)
      let count = try await doors.store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM cases") }
      #expect(count == 0)
    }
  }

  static func part(_ disposition: String, _ content: String) -> String {
    "--XX\r\nContent-Disposition: form-data; \(disposition)\r\n\r\n\(content)\r\n"
  }

  @Test func manyIDsAreOneProblem() async throws {
    try await Doors.open { (doors: Doors) async throws in
      let ids = String(repeating: "1,", count: 3000)
      let answer = try await doors.ask(.get, "/open311/v2/requests.xml?service_request_id=\(ids)")
      #expect(answer.status == 400 && answer.text.utf8.count < 2000)
    }
  }
}
