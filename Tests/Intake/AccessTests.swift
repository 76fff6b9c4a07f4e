@testable import Requests
@testable import Web
import Cases
import Foundation
import HTTPTypes
import IntakeCore
import Messaging
import Testing
import TestKit

@testable import IntakeService

@Suite struct TokenBucketTests {
  @Test func soManyAtOnceAndThenOneAtATime() {
    var buckets = TokenBuckets(seconds: 60)
    for _ in 0..<30 { #expect(buckets.take("a", limit: 30, at: 0) == nil) }
    #expect(buckets.take("a", limit: 30, at: 0) == 2)
    #expect(buckets.take("b", limit: 30, at: 0) == nil)
    #expect(buckets.take("a", limit: 30, at: 2) == nil)
    #expect(buckets.take("a", limit: 30, at: 2) == 2)
    #expect(buckets.wait("a", limit: 30, at: 3) == 1)
  }

  /// In no period is more taken than twice the limit, and whoever keeps to it is never refused.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func theLimitHoldsWhateverTheTimes(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var buckets = TokenBuckets(seconds: 60)
    var (now, taken) = (0.0, [Double]())
    for _ in 0..<5_000 {
      now += Double.random(in: 0..<4, using: &generator)
      if buckets.take("a", limit: 10, at: now) == nil { taken.append(now) }
      #expect(taken.filter { $0 > now - 60 }.count <= 20)
    }
    #expect(taken.count >= Int(now / 6) - 10)
  }

  @Test func manyCallersAreForgottenBeforeTheyFillTheMemory() {
    var buckets = TokenBuckets(seconds: 60)
    for caller in 0..<250_000 { _ = buckets.take("\(caller)", limit: 10, at: Double(caller) / 1000) }
    #expect(buckets.count <= TokenBuckets.maximumCallers)
    #expect(buckets.wait("249999", limit: 10, at: 250) == nil)
  }
}

@Suite struct ClientAddressTests {
  static let proxies: Set = ["10.0.0.1", "10.0.0.2", "::1"]
  static let table: [(peer: String, forwarded: String?, text: String, isForgetful: Bool)] = [
    ("203.0.113.9", nil, "203.0.113.9", false),
    ("203.0.113.9", "198.51.100.1", "203.0.113.9", false),
    ("10.0.0.1", nil, "10.0.0.1", true),
    ("10.0.0.1", "198.51.100.1", "198.51.100.1", false),
    ("10.0.0.1", "1.2.3.4, 198.51.100.1", "198.51.100.1", false),
    ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1", false),
    ("10.0.0.1", "10.0.0.2", "10.0.0.1", false),
    ("10.0.0.1", "unknown", "10.0.0.1", false),
    ("10.0.0.1", "198.51.100.1, unknown", "10.0.0.1", false),
    ("10.0.0.1", "<script>, , ", "10.0.0.1", false),
    ("10.0.0.1", "198.51.100.1:5678", "198.51.100.1", false),
    ("10.0.0.1", "[2001:db8:0:7::1]:5678", "2001:db8:0:7", false),
    ("10.0.0.1", "1.2.3.4.5", "10.0.0.1", false),
    ("::ffff:203.0.113.9", nil, "203.0.113.9", false),
    ("2001:db8:1:2:3:4:5:6", nil, "2001:db8:1:2", false),
    ("2001:db8::6", nil, "2001:db8:0:0", false),
    ("::1", "[2001:DB8:0:7::1]", "2001:db8:0:7", false),
  ]

  @Test(arguments: table.indices)
  func theLastUntrustedAddressCounts(index: Int) {
    let row = Self.table[index]
    let address = ClientAddress(peer: row.peer, forwarded: row.forwarded, proxies: Self.proxies)
    #expect(address.text == row.text)
    #expect(address.isForgetfulProxy == row.isForgetful)
  }
}

@Suite struct AccessTests {
  static func key(_ doors: Doors, _ scopes: Set<KeyScope>, _ channels: [Channel] = [.whatsapp]) async throws -> String {
    let key = ApiKey(name: "gateway", scopes: scopes, channels: channels, perMinute: 3)
    return try await doors.store.write { try ApiKeyTable.add(key, at: Date(), in: $0) }
  }

  static func post(_ doors: Doors, _ json: String, _ key: String? = nil) async throws -> Doors.Answer {
    try await doors.ask(
      .post, "/cases", Data(json.utf8), type: "application/json",
      headers: key.map { ["Authorization": "Bearer \($0)"] } ?? [:])
  }

  @Test func aKeyOpensWhatItIsForAndNothingElse() async throws {
    try await Doors.open(["INTAKE_KEYS": "required"]) { doors in
      let without = try await Self.post(doors, #"{"text":"a"}"#)
      #expect(without.status == 401 && without.headers[.wwwAuthenticate] == "Bearer")
      let writer = try await Self.key(doors, [.write])
      let accepted = try await Self.post(doors, #"{"text":"a"}"#, writer)
      #expect(accepted.status == 201)
      let number = try #require(accepted.object["number"] as? String)
      let stored = try await doors.store.pool.read { try String.fetchOne($0, sql: "SELECT report FROM cases") }
      #expect(stored?.contains(#""channel":"whatsapp""#) == true)
      #expect(try await Self.post(doors, #"{"text":"a","channel":"phone"}"#, writer).status == 403)
      let look = try await doors.ask(.get, "/cases/\(number)", headers: ["Authorization": "Bearer \(writer)"])
      #expect(look.status == 403 && look.text.contains("cases:read"))
      #expect(try await doors.ask(.get, "/cases/\(number)").status == 401)
      // Citizens need no key.
      #expect(try await doors.ask(.get, "/lacak?nomor=\(number)").status == 200)
      #expect(try await doors.form("/", ["text": "Simpanan"]).status == 201)
    }
  }

  @Test func open311SendsItsKeyAsAParameter() async throws {
    try await Doors.open(["INTAKE_KEYS": "required"]) { doors in
      let key = try await Self.key(doors, [.write], [.open311])
      let fields = ["service_code": "umum", "description": "Simpanan"]
      #expect(try await doors.form("/open311/v2/requests.json", fields).status == 403)
      let right = try await doors.form("/open311/v2/requests.json", fields.merging(["api_key": key]) { $1 })
      #expect(right.status == 201)
    }
  }

  @Test func aKeyHasALimitOfItsOwn() async throws {
    try await Doors.open([:]) { doors in
      let key = try await Self.key(doors, [.write])
      for _ in 0..<3 { #expect(try await Self.post(doors, #"{"text":"a"}"#, key).status == 201) }
      let answer = try await Self.post(doors, #"{"text":"a"}"#, key)
      #expect(answer.status == 429)
      #expect((answer.headers[.retryAfter].flatMap { Int($0) } ?? 0) > 0)
      #expect(try await Self.post(doors, #"{"text":"a"}"#).status == 201)
    }
  }

  @Test func numbersKeysAndCodesCannotBeTriedOut() async throws {
    try await Doors.open(["INTAKE_MISSES_PER_HOUR": "5"]) { doors in
      let receipt = try await doors.post(#"{"text":"a","reporter":{"phone":"081234567890"}}"#)
      let number = try #require(receipt.object["number"] as? String)
      let wrong = CaseNumber.sample
      #expect(try await doors.ask(.get, "/cases/\(wrong)").status == 404)
      #expect(try await doors.ask(.get, "/lacak?nomor=\(wrong)").status == 404)
      #expect(try await doors.ask(.get, "/open311/v2/requests/\(wrong).json").status == 404)
      #expect(try await doors.form("/lacak", ["nomor": number, "kode": "0000"]).status == 403)
      #expect(try await Self.post(doors, #"{"text":"a"}"#, "dsp_x").status == 401)
      for path in ["/cases/\(number)", "/lacak?nomor=\(number)", "/open311/v2/requests/\(number).json"] {
        let answer = try await doors.ask(.get, path)
        #expect(answer.status == 429 && answer.headers[.retryAfter] != nil, "\(path)")
      }
      #expect(try await Self.post(doors, #"{"text":"a"}"#, "dsp_x").status == 429)
      // Who has a key is not held up by who guesses.
      let key = try await Self.key(doors, [.write])
      #expect(try await Self.post(doors, #"{"text":"a"}"#, key).status == 201)
    }
  }

  @Test func manyNumbersAtOnceAreManyGuesses() async throws {
    try await Doors.open(["INTAKE_MISSES_PER_HOUR": "10"]) { doors in
      func ask(_ count: Int) async throws -> Int {
        let numbers = Array(repeating: CaseNumber.sample, count: count).joined(separator: ",")
        return try await doors.ask(.get, "/open311/v2/requests.json?service_request_id=\(numbers)").status
      }
      let statuses = [try await ask(21), try await ask(8), try await ask(8)]
      #expect(statuses == [400, 200, 429])
    }
  }

  @Test func manyCodesAtOnceAreJudgedOneAfterTheOther() async throws {
    try await Doors.open { doors in
      let receipt = try await doors.post(#"{"text":"a","reporter":{"phone":"081234567890"}}"#)
      let number = try #require(receipt.object["number"] as? String)
      await withTaskGroup(of: Void.self) { group in
        for code in 1000..<1050 {
          group.addTask { _ = try? await doors.form("/lacak", ["nomor": number, "kode": "\(code)"]) }
        }
      }
      #expect(try await doors.form("/lacak", ["nomor": number, "kode": "7890"]).status == 403)
    }
  }

  @Test func keysOfChannelsDoNotMeet() async throws {
    try await Doors.open { doors in
      let key = try await Self.key(doors, [.write])
      func post(_ once: String, _ secret: String?) async throws -> Doors.Answer {
        var headers = ["Idempotency-Key": once]
        headers["Authorization"] = secret.map { "Bearer \($0)" }
        return try await doors.ask(
          .post, "/cases", Data(#"{"text":"a"}"#.utf8), type: "application/json", headers: headers)
      }
      let others = try await post("gateway/1", nil)
      let own = try await post("1", key)
      #expect(own.status == 201 && own.object["number"] as? String != others.object["number"] as? String)
    }
  }

  @Test func afterSomeWrongCodesThePhoneIsNoLongerAskedAndARestartDoesNotHelp() async throws {
    try await Doors.open { doors in
      let receipt = try await doors.post(#"{"text":"a","reporter":{"phone":"081234567890"}}"#)
      let number = try #require(receipt.object["number"] as? String)
      let code = try #require(receipt.object["code"] as? String)
      func status(_ factor: String) async throws -> Int {
        try await doors.form("/lacak", ["nomor": number, "kode": factor]).status
      }
      #expect(try await status("7890") == 200)
      for _ in 0..<10 { #expect(try await status("0000") == 403) }
      #expect(try await status("7890") == 403)
      #expect(try await status(code) == 200)
      // Who has the code has nothing more to fear from who guessed.
      #expect(try await doors.count("misses") == 0)
      #expect(try await status("7890") == 200)
    }
  }

  static let origins: [(headers: [String: String], status: Int)] = [
    ([:], 201), (["Origin": "http://localhost"], 201), (["Sec-Fetch-Site": "same-origin"], 201),
    (["Sec-Fetch-Site": "none"], 201), (["Sec-Fetch-Site": "cross-site"], 403), (["Sec-Fetch-Site": "same-site"], 403),
    (["Origin": "https://evil.example"], 403), (["Origin": "null"], 403), (["Origin": "http://localhost:81"], 403),
    (["Origin": "http://localhost.evil.example"], 403),
    // Behind a proxy that tells another host than the citizen's browser.
    (["Origin": "https://lapor.example"], 201),
  ]

  @Test(arguments: origins.indices)
  func formsComeFromOurOwnPages(index: Int) async throws {
    let (headers, status) = Self.origins[index]
    let settings = ["INTAKE_UNLIMITED_ADDRESSES": "0.0.0.0", "INTAKE_PUBLIC_ADDRESS": "https://lapor.example"]
    try await Doors.open(settings) { doors in
      let type = "application/x-www-form-urlencoded"
      let form = try await doors.ask(.post, "/", Data("text=Simpanan".utf8), type: type, headers: headers)
      #expect(form.status == status)
      let json = try await doors.ask(
        .post, "/cases", Data(#"{"text":"a"}"#.utf8), type: "application/json", headers: headers)
      #expect(json.status == status)
      let open311 = try await doors.ask(
        .post, "/open311/v2/requests.json", Data("service_code=umum&description=a".utf8), type: type, headers: headers)
      #expect(open311.status == status)
      let track = try await doors.ask(.post, "/lacak", Data("nomor=".utf8), type: type, headers: headers)
      #expect(track.status == (status == 201 ? 200 : 403))
    }
  }

  @Test func everyAnswerTellsBrowsersToBeCareful() async throws {
    try await Doors.open(["INTAKE_PUBLIC_ADDRESS": "https://lapor.example"]) { doors in
      for path in ["/", "/lacak", "/cases/\(CaseNumber.sample)", "/gaya.css", "/openapi.json", "/nowhere"] {
        let headers = try await doors.ask(.get, path).headers
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
        #expect(headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        #expect(headers[.referrerPolicy] == "same-origin")
        #expect(headers[.strictTransportSecurity] != nil)
      }
    }
  }
}
