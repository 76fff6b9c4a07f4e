import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// The ledger of the running house, of one whose service is stopped, and of one from whose database somebody deleted.
@Suite(.serialized, .timeLimit(.minutes(5))) struct LedgerJourneyTests {
  static func ledger(_ words: String...) async throws -> Program.Outcome {
    try await Program.run([try House.get("DISPOSISI_BIN") + "/disposisi", "ledger"] + words)
  }

  static func figures() async throws -> [String: Any] {
    let outcome = try await ledger("--json")
    let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return try #require(json, "\(outcome.errors)")
  }

  @Test func itAddsUpWhileCasesComeInAndAServiceIsStopped() async throws {
    try await House.end("classifier", by: SIGTERM)
    let before = try await Self.figures()
    let accepted = try #require(before["accepted"] as? Int)
    #expect(before["adds_up"] as? Bool == true, "\(before)")
    for _ in 0..<5 { _ = try await House.report(House.complaint(region: "35.10")) }
    let meanwhile = try await Self.figures()
    #expect(meanwhile["accepted"] as? Int == accepted + 5)
    #expect(meanwhile["under_way"] as? Int == (before["under_way"] as? Int ?? 0) + 5)
    #expect(meanwhile["adds_up"] as? Bool == true, "\(meanwhile)")
    try await House.up()
    _ = try await eventually("all five are with their unit") {
      let now = try await Self.figures()
      #expect(now["adds_up"] as? Bool == true, "\(now)")
      return now["with_units"] as? Int == (before["with_units"] as? Int ?? 0) + 5 ? true : nil
    }
    let table = try await Self.ledger()
    #expect(table.status == 0 && table.output.hasSuffix("it adds up\n"))
  }

  /// Who heard what of a case, and when; a service that is stopped is read from its file.
  @Test func aCasesWayIsTold() async throws {
    let receipt = try await House.report(House.complaint(region: "35.11", email: House.address()))
    try await House.waitFor("routed", of: receipt.number)
    let heard = [
      "classifier  heard", "router      heard", "intake      heard", "notifier    heard",
      "intake      has it, now routed",
    ]
    func way() async throws -> String {
      try await eventually("all have heard of it") {
        let way = try await House.tool("disposisi", "trace", receipt.number)
        return heard.allSatisfy(way.contains) ? way : nil
      }
    }
    let way = try await way()
    #expect(way.contains("classifier  heard \(receipt.number).1.case.received.v1"), "\(way)")
    #expect(way.contains("router      heard \(receipt.number).2.case.classified.v1"), "\(way)")
    try await House.end("classifier", by: SIGTERM)
    let again = try await House.tool("disposisi", "trace", receipt.number)
    try await House.up()
    #expect(again.split(separator: "\n").count == way.split(separator: "\n").count, "\(again)")
    let unknown = try await Program.run([try House.get("DISPOSISI_BIN") + "/disposisi", "trace", "1234567897"])
    #expect(unknown.status != 0)
  }

  @Test(arguments: [
    ("intake", "cases", "intake does not"), ("classifier", "cases", "the classifier does not"),
    ("router", "assignments", "the router does not know it"), ("notifier", "notices", "notifier does not know it"),
    ("notifier", "contacts", "the notifier has none"),
  ])
  func aCaseThatWasDeletedByHandIsNamed(service: String, table: String, what: String) async throws {
    let receipt = try await House.report(House.complaint(region: "35.10", email: House.address()))
    try await House.waitFor("routed", of: receipt.number)
    let file = try House.get("\(service.uppercased())_DATA") + "/state.sqlite"
    func change(_ sql: String) async throws {
      try await Program.succeed(["sqlite3", "-cmd", ".timeout 5000", file, sql])
    }
    let rows = "\(table) WHERE number = '\(receipt.number)'"
    try await change("BEGIN; CREATE TABLE deleted AS SELECT * FROM \(rows); DELETE FROM \(rows); COMMIT")
    let outcome = try await Self.ledger("--wait", "3")
    try await change("BEGIN; INSERT INTO \(table) SELECT * FROM deleted; DROP TABLE deleted; COMMIT")
    #expect(outcome.status == 1)
    let line = outcome.output.split(separator: "\n").first { $0.hasPrefix(receipt.number) }
    #expect(line?.contains(what) == true, "\(outcome.output)")
    #expect(try await Self.ledger().status == 0)
  }
}
