@testable import Web
import Cases
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import IntakeCore
import Logging
import NIOEmbedded
import Operations
import Messaging
import Testing

@testable import IntakeService

/// Intake's doors without a socket and without a broker: requests in, responses out, a real database behind.
struct Doors {
  let store: Store
  let folder: URL
  private let responder: any HTTPResponder<PeerContext>

  /// - Parameter more: settings; without any, the asker is one of the operator's own, who is not limited.
  static func open(
    _ more: [String: String] = ["INTAKE_UNLIMITED_ADDRESSES": "0.0.0.0"], _ body: (Doors) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(try Doors(folder, more))
  }

  private init(_ folder: URL, _ more: [String: String]) throws {
    self.folder = folder
    var source = SettingsSource(
      prefix: "intake",
      environment: more.merging([
        "INTAKE_ATTACHMENT_BYTES": "2000", "INTAKE_ATTACHMENT_COUNT": "2", "INTAKE_DISK_FLOOR": "0",
        "INTAKE_DATA": folder.path(),
      ]) { own, _ in own })
    let settings = try IntakeSettings(&source)
    store = try Store(path: settings.common.databasePath, migrate: IntakeSchema.register)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let server = IntakeServer(
      settings: settings, catalogue: try Catalogue(settings),
      registrar: Registrar(store: store, source: "/disposisi/intake"),
      attachments: AttachmentStore(folder: folder.path() + "/attachments", limits: settings.attachments),
      store: store, source: "/disposisi/intake", logger: logger)
    responder = server.routes().buildResponder()
  }

  struct Answer {
    let status: Int
    let headers: HTTPFields
    let text: String

    var json: Any? { try? JSONSerialization.jsonObject(with: Data(text.utf8)) }
    var object: [String: Any] { json as? [String: Any] ?? [:] }
    var first: [String: Any] { (json as? [[String: Any]])?.first ?? [:] }
    var problems: [String] {
      ((object["errors"] as? [[String: Any]]) ?? []).compactMap { $0["field"] as? String }
    }
  }

  func ask(
    _ method: HTTPRequest.Method, _ path: String, _ body: Data = Data(), type: String? = nil,
    headers: [String: String] = [:]
  ) async throws -> Answer {
    var fields = HTTPFields()
    if let type { fields[.contentType] = type }
    for (name, value) in headers { fields[try #require(HTTPField.Name(name))] = value }
    let request = Request(
      head: HTTPRequest(method: method, scheme: "http", authority: "localhost", path: path, headerFields: fields),
      body: RequestBody(buffer: ByteBuffer(bytes: body)))
    let context = PeerContext(
      source: ApplicationRequestContextSource(channel: EmbeddedChannel(), logger: Logger(label: "test")))
    do {
      let response = try await responder.respond(to: request, context: context)
      let text = TextWriter()
      try await response.body.write(text)
      return Answer(status: response.status.code, headers: response.headers, text: await text.collected.text)
    } catch let error as any HTTPResponseError {
      return Answer(status: error.status.code, headers: [:], text: "")
    }
  }

  func post(_ json: String, key: String? = nil) async throws -> Answer {
    try await ask(
      .post, "/cases", Data(json.utf8), type: "application/json", headers: key.map { ["Idempotency-Key": $0] } ?? [:])
  }

  func form(_ path: String, _ fields: [String: String]) async throws -> Answer {
    var allowed = CharacterSet.alphanumerics
    allowed.insert("-")
    let body = fields.map { name, value in
      [name, value].map { $0.addingPercentEncoding(withAllowedCharacters: allowed) ?? "" }.joined(separator: "=")
    }.joined(separator: "&")
    return try await ask(.post, path, Data(body.utf8), type: "application/x-www-form-urlencoded")
  }

  func count(_ table: String) async throws -> Int {
    try await store.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
  }
}

/// Collects a response's body.
private struct TextWriter: ResponseBodyWriter {
  actor Collected {
    var text = ""
    func add(_ more: String) { text += more }
  }

  let collected = Collected()

  func write(_ buffer: ByteBuffer) async throws { await collected.add(String(buffer: buffer)) }
  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

@Suite struct CasesDoorTests {
  @Test func aReportGetsANumberAndIsStoredOnce() async throws {
    try await Doors.open { doors in
      let answer = try await doors.post(#"{"text":"Simpanan","reporter":{"name":"Siti","phone":"081234567890"}}"#)
      #expect(answer.status == 201)
      let number = try #require(answer.object["number"] as? String)
      #expect(CaseNumber.isValid(number))
      #expect(answer.headers[.location] == "/cases/\(number)")
      #expect(try await doors.count("cases") == 1)
      let types = try await doors.store.pool.read {
        try String.fetchAll($0, sql: "SELECT type FROM events ORDER BY id")
      }
      #expect(types == ["contact.recorded.v1", "case.received.v1"])
      let shown = try await doors.ask(.get, "/cases/\(number)")
      #expect(shown.object["state"] as? String == "received")
      #expect(!shown.text.contains("Siti") && !shown.text.contains("Simpanan"))
    }
  }

  @Test func theSameKeyAndBodyGiveTheSameCase() async throws {
    try await Doors.open { doors in
      let first = try await doors.post(#"{"text":"a"}"#, key: "k1")
      let second = try await doors.post(#"{"text":"a"}"#, key: "k1")
      let other = try await doors.post(#"{"text":"b"}"#, key: "k1")
      let apart = try await doors.post(#"{"text":"a"}"#, key: "k2")
      #expect(second.status == 201 && second.object["number"] as? String == first.object["number"] as? String)
      #expect(second.object["code"] as? String == first.object["code"] as? String)
      #expect(other.status == 422 && other.problems == ["Idempotency-Key"])
      #expect(apart.object["number"] as? String != first.object["number"] as? String)
      #expect(try await doors.count("cases") == 2)
      #expect(try await doors.count("outbox") == 2)
    }
  }

  @Test func manyAtOnceWithOneKeyAreOneCase() async throws {
    try await Doors.open { doors in
      let numbers = try await withThrowingTaskGroup(of: String?.self) { group in
        for _ in 0..<50 {
          group.addTask { try await doors.post(#"{"text":"a"}"#, key: "k").object["number"] as? String }
        }
        return try await group.reduce(into: Set<String?>()) { $0.insert($1) }
      }
      #expect(numbers.count == 1)
      #expect(try await doors.count("cases") == 1)
    }
  }

  @Test(arguments: [
    ("", 400, "body"), ("[]", 400, "body"), (#"{"text":5}"#, 400, "text"), ("{}", 422, "text"),
    (#"{"text":"a","form":{"region":"99"}}"#, 422, "form.region"),
    (#"{"text":"a","reporter":{"email":"x"}}"#, 422, "reporter.email"),
    (#"{"text":"a","privacy":"x"}"#, 422, "privacy"), (#"{"text":"a","privasi":"anonim"}"#, 400, "privasi"),
    (#"{"text":"a","Privacy":"anonim"}"#, 400, "Privacy"), (#"{"text":"a","chanel":"phone"}"#, 400, "chanel"),
    (#"{"text":"a","form":{"wilayah":"35.78"}}"#, 400, "form.wilayah"),
    (#"{"text":"a","reporter":{"nama":"Siti"}}"#, 400, "reporter.nama"),
  ])
  func whatIsWrongIsExplained(body: String, status: Int, field: String) async throws {
    try await Doors.open { doors in
      let answer = try await doors.post(body)
      #expect(answer.status == status)
      #expect(answer.problems == [field])
      #expect(try await doors.count("cases") == 0)
    }
  }

  @Test func limitsHoldForTypeAndSize() async throws {
    try await Doors.open { doors in
      let plain = try await doors.ask(.post, "/cases", Data("x".utf8), type: "text/plain")
      #expect(plain.status == 415)
      let large = try await doors.post(#"{"text":"\#(String(repeating: "a", count: 1_048_576))"}"#)
      #expect(large.status == 413)
      // Types are compared as RFC 9110 says, and one must be there.
      for (type, status) in [
        ("Application/JSON; charset=utf-8", 201), ("application/json;", 201), ("application/jsonevil", 415), ("", 415),
        ("application/json; charset=utf-16", 415), ("application/json; charset=\"UTF-8\"", 201),
      ] {
        #expect(
          try await doors.ask(.post, "/cases", Data(#"{"text":"a"}"#.utf8), type: type).status == status, "\(type)")
      }
      let packed = try await doors.ask(
        .post, "/cases", Data(#"{"text":"a"}"#.utf8), type: "application/json", headers: ["Content-Encoding": "gzip"])
      #expect(packed.status == 415 && packed.problems == ["Content-Encoding"])
    }
  }

  @Test(arguments: ["/cases/4827193059", "/cases/123", "/cases/abc"])
  func unknownNumbersAreNotFound(path: String) async throws {
    try await Doors.open { doors in
      let answer = try await doors.ask(.get, path)
      #expect([400, 404].contains(answer.status))
      #expect(answer.problems == ["number"])
    }
  }
}
