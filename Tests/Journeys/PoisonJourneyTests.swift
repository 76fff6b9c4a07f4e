import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// Messages that nobody can handle, sent to every service past all permissions: kept with their reason, and the
/// others go on.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PoisonJourneyTests {
  struct Poison: Sendable {
    let name: String
    let type: String
    var contentType: String? = "application/cloudevents+json"
    let body: Data
    let reason: String
  }

  static func event(
    _ type: String, id: String = #""x.1""#, number: String = "4827193059", data: String? = nil
  ) -> String {
    """
    {"specversion":"1.0","id":\(id),"source":"/x","type":"\(type)","subject":"4827193059","time":"2026-01-01T00:00:00Z",\
    "sequence":"0000000001","data":\(data ?? #"{"number":"\#(number)"}"#)}
    """
  }

  /// - Parameter type: one that the service hears.
  static func poisons(_ type: String) -> [Poison] {
    func poison(_ name: String, _ body: String, _ reason: String, type other: String? = nil) -> Poison {
      Poison(name: name, type: other ?? type, body: Data(body.utf8), reason: reason)
    }
    let deep = String(repeating: "[", count: 50_000)
    return [
      poison("empty", "", "not valid JSON"),
      poison("broken", #"{"specversion":"1.0""#, "not valid JSON"),
      poison("array", "[]", ""),
      poison("wrong-types", event(type, id: "17"), "id is not text"),
      poison("no-id", event(type).replacing(#""id":"x.1","#, with: ""), "id is missing"),
      poison("no-number", event(type, data: "{}"), "data.number is missing"),
      poison("bad-number", event(type, number: "4827193050"), "data.number"),
      poison("nul", event(type, number: #"48271\u000093059"#), "data.number"),
      poison(
        "other-version", event(type.replacing(".v1", with: ".v2")), "v2", type: type.replacing(".v1", with: ".v2")),
      poison("type-differs", event("case.unknown.v9"), "found 'case.unknown.v9'"),
      poison("deep", event(type, data: deep), ""),
      poison("deep-but-right", #"{"x":"# + deep + String(repeating: "]", count: 50_000) + "}", ""),
      Poison(name: "not-utf8", type: type, body: Data(event(type).utf8.map { $0 == 0x78 ? 0xFF : $0 }), reason: ""),
      Poison(name: "binary-nul", type: type, body: Data(count: 1000), reason: "not valid JSON"),
      Poison(
        name: "huge", type: type, body: Data(repeating: 0x20, count: 1_000_000), reason: "1000000 bytes, expected"),
      Poison(
        name: "content-type", type: type, contentType: "application/xml", body: Data(event(type).utf8),
        reason: "content type 'application/xml'"),
    ]
  }

  @Test(arguments: [
    ("intake", "classifier", "case.received.v1"), ("classifier", "router", "case.classified.v1"),
    ("router", "notifier", "case.routed.v1"), ("router", "intake", "case.accepted.v1"),
  ])
  func poisonIsKeptWithItsReason(speaker: String, service: String, type: String) async throws {
    let run = UUID().uuidString.prefix(8)
    let poisons = Self.poisons(type)
    for poison in poisons {
      var properties = ["message_id": "\(run)-\(poison.name)", "type": poison.type]
      properties["content_type"] = poison.contentType
      let sent = try await Peer.send(
        House.get("AMQP_URL"), exchange: "\(speaker).facts", key: "\(service).\(type)", properties: properties,
        body: poison.body)
      #expect(sent.status == 0, "\(poison.name): \(sent.errors)")
    }
    let letters = try await eventually("all are dead letters") { () -> [String: String]? in
      let letters = try await Self.letters(of: service, run)
      return letters.count == poisons.count ? letters : nil
    }
    for poison in poisons {
      let reason = try #require(letters["\(run)-\(poison.name)"])
      #expect(!reason.isEmpty && (poison.reason.isEmpty || reason.contains(poison.reason)), "\(poison.name): \(reason)")
    }
    // Handed back, they are refused once more: none is lost, and the others go on.
    let before = try await House.tool(service, "dead", "list", "--json").split(separator: "\n").count
    #expect(try await House.tool(service, "dead", "retry", "--all") == "\(before) handed back\n")
    _ = try await eventually("all are dead again") {
      try await Self.letters(of: service, run).count == poisons.count ? true : nil
    }
    let receipt = try await House.report(House.complaint(region: "33.74"))
    try await House.waitFor("routed", of: receipt.number)
  }

  private static func letters(of service: String, _ run: some StringProtocol) async throws -> [String: String] {
    var letters: [String: String] = [:]
    for line in try await House.tool(service, "dead", "list", "--json").split(separator: "\n") {
      let letter = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let id = letter?["message_id"] as? String, id.hasPrefix(run) else { continue }
      letters[id] = letter?["reason"] as? String
    }
    return letters
  }

  /// A unit's own program may be wrong: what it sends comes back to it with what was expected.
  @Test func aUnitsPoisonComesBackToIt() async throws {
    let unit = "dinas.33.72"
    let bodies = [
      "", "{", "[]", #"{"number":17}"#, #"{"number":"4827193059"}"#, #"{"number":"4827193059","action":"burn"}"#,
      String(repeating: "[", count: 50_000), String(repeating: "x", count: 300_000),
    ]
    for body in bodies { #expect(try await House.reply(body, by: unit).status == 0) }
    var refusals: Set<String> = []
    _ = try await eventually("each is refused") {
      for message in try await Peer.drain(House.url(of: unit), "unit.\(unit)", count: bodies.count, seconds: 3)
      where message.type == "reply.refused.v1" { refusals.insert(message.messageID ?? "") }
      return refusals.count == bodies.count ? true : nil
    }
  }
}
