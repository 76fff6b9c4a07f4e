import Cases
import Contract
import Foundation
import TestKit
import Testing

/// What other people's programs rely on. To take a wanted change over: run with WRITE_GOLDEN=1 and read the diff.
@Suite struct ContractTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
  static let names = Samples.events.map { type(of: $0).type.text }

  @Test func everyEventHasASample() {
    #expect(Set(Self.names) == Set(MessageSchemas.events.map { $0.type.text }))
  }

  /// AsyncAPI 3.0's shape, no reference into the void, every example valid by its own schema.
  @Test func theDocumentIsAsyncAPI() async throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "asyncapi.py").path()
    let path = NSTemporaryDirectory() + UUID().uuidString
    try AsyncAPI.document().rendered().write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let outcome = try await Program.run([
      "bash", "-c", "'\(Program.root).run/fuzz/bin/python' '\(script)' < '\(path)'",
    ])
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test(arguments: names)
  func eventLooksAsItAlwaysDid(name: String) throws {
    let event = try #require(Samples.events.first { type(of: $0).type.text == name })
    try compare(try encoded(event), with: "\(name).json")
  }

  @Test(arguments: names)
  func eventReadsItsGoldenFile(name: String) throws {
    let event = try #require(Samples.events.first { type(of: $0).type.text == name })
    #expect(try roundTrip(event))
  }

  /// An outline is decoded from the same bytes as its event, and what it leaves out may be anything.
  @Test func anOutlineSaysWhatItsEventSays() throws {
    var routed = try golden(CaseRouted.self)
    routed.handedOn = "https://www.lapor.go.id"
    let event = CloudEvent(routed, sequence: 3, source: "/disposisi/router", time: routed.deadline.due)
    let outline = try EventCoding.decode(CloudEvent<CaseRouted.Outline>.self, from: EventCoding.encode(event)).data
    #expect(outline.number == routed.number && outline.unitName == routed.unitName)
    #expect(outline.deadline == routed.deadline && outline.handedOn == routed.handedOn)
    #expect(try golden(CaseReceived.Outline.self).number == golden(CaseReceived.self).number)
    let (classified, corrected) = (try golden(CaseClassified.self), try golden(CaseCorrected.self))
    #expect(try golden(CaseClassified.Outline.self).classification.topic == classified.classification.topic)
    #expect(try golden(CaseCorrected.Outline.self).classification.topic == corrected.classification.topic)
  }

  private func golden<Content: EventContent>(_ content: Content.Type) throws -> Content {
    let data = try Data(contentsOf: Self.folder.appending(path: "\(Content.type.text).json"))
    return try EventCoding.decode(CloudEvent<Content>.self, from: data).data
  }

  @Test(arguments: names)
  func anUnchangedConsumerPassesUnknownFieldsOver(name: String) throws {
    let event = try #require(Samples.events.first { type(of: $0).type.text == name })
    let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
    let known = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let grown = try JSONSerialization.data(withJSONObject: Self.grow(known))
    #expect(try reads(grown, as: event))
  }

  /// A word of a later version, in each place where a word may stand: kept as it came, and passed on.
  @Test(arguments: names)
  func aLaterVersionsWordIsPassedOn(name: String) throws {
    let event = try #require(Samples.events.first { type(of: $0).type.text == name })
    let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
    let text = String(decoding: data, as: UTF8.self)
    let words = ["channel", "privacy", "kind", "membership_area", "urgency", "language", "by", "response"]
    for word in words {
      let later = text.replacing(try Regex("\"\(word)\" : \"[a-z_]+\""), with: "\"\(word)\" : \"kata_baru\"")
      guard later != text else { continue }
      let again = try rewritten(Data(later.utf8), as: event)
      #expect(again == later, "\(word)")
      let broken = later.replacing("kata_baru", with: "Bukan kata!")
      #expect(throws: DecodingError.self) { try rewritten(Data(broken.utf8), as: event) }
    }
  }

  private func rewritten<Content: Event>(_ data: Data, as event: Content) throws -> String {
    let read = try EventCoding.decode(CloudEvent<Content>.self, from: data)
    return String(decoding: try EventCoding.encoder(pretty: true).encode(read), as: UTF8.self) + "\n"
  }

  /// What units send is read by the list: a word that nobody knows is a mistake there.
  @Test func aUnitsUnknownWordIsRefused() {
    for field in [#""kind":"kata_baru""#, #""membership_area":"kata_baru""#] {
      let reply = #"{"number":"4827193059","action":"correct","text":"x",\#(field)}"#
      #expect(throws: DecodingError.self) { try EventCoding.decode(UnitReply.self, from: Data(reply.utf8)) }
    }
  }

  @Test func anEventOfAnotherTypeIsNotTaken() throws {
    let data = try Data(contentsOf: Self.folder.appending(path: "case.accepted.v1.json"))
    #expect(throws: DecodingError.self) { try EventCoding.decode(CloudEvent<CaseAsked>.self, from: data) }
  }

  @Test(arguments: MessageSchemas.events.map { $0.type.text })
  func schemaIsTheOneInTheRepository(name: String) throws {
    let event = try #require(MessageSchemas.events.first { $0.type.text == name })
    try compare(try MessageSchemas.schema(of: event).rendered(), with: "\(name).schema.json")
  }

  @Test func replySchemaIsTheOneInTheRepository() throws {
    try compare(try MessageSchemas.replySchema().rendered(), with: "unit.reply.v1.schema.json")
  }

  @Test func asyncAPIIsTheOneInTheRepository() throws {
    try compare(try AsyncAPI.document().rendered(), with: "asyncapi.json")
  }

  @Test func optionalFieldsAreNotRequired() throws {
    let schema = try MessageSchemas.replySchema()
    guard case .object(let keys) = schema, case .list(let required)? = keys["required"] else {
      Issue.record("no list of required fields")
      return
    }
    #expect(required == ["action", "number"])
  }

  // MARK: Reading and writing

  private func encoded(_ event: some Event) throws -> String {
    let data = try EventCoding.encoder(pretty: true).encode(envelope(event))
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private func envelope<Content: Event>(_ event: Content) -> CloudEvent<Content> {
    CloudEvent(event, sequence: 3, source: "/disposisi/test", time: Samples.time)
  }

  private func roundTrip(_ event: some Event) throws -> Bool {
    try reads(try Data(contentsOf: Self.folder.appending(path: "\(type(of: event).type.text).json")), as: event)
  }

  private func reads<Content: Event>(_ data: Data, as event: Content) throws -> Bool {
    try EventCoding.decode(CloudEvent<Content>.self, from: data) == envelope(event)
  }

  /// The same object with a field more in it and in every object below.
  private static func grow(_ object: [String: Any]) -> [String: Any] {
    var grown = object.mapValues { value -> Any in
      if let inner = value as? [String: Any] { return grow(inner) }
      if let list = value as? [[String: Any]] { return list.map(grow) }
      return value
    }
    grown["a_later_field"] = ["of": [1, "any", NSNull()] as [Any]]
    return grown
  }

  private func compare(_ text: String, with name: String) throws {
    let file = Self.folder.appending(path: name)
    if ProcessInfo.processInfo.environment["WRITE_GOLDEN"] != nil { try Data(text.utf8).write(to: file) }
    #expect(text == (try String(contentsOf: file, encoding: .utf8)), "\(name) has changed")
  }
}
