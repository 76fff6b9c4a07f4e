import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// Services are killed or stopped while 200 cases come in; afterwards all have arrived, once.
@Suite(.serialized, .timeLimit(.minutes(10))) struct StoppedServiceTests {
  static let trials: [(service: String, signal: Int32, region: String)] = [
    ("classifier", SIGKILL, "35.71"), ("router", SIGKILL, "35.72"), ("notifier", SIGKILL, "35.74"),
    ("intake", SIGKILL, "35.75"),
    ("classifier", SIGTERM, "35.76"), ("router", SIGTERM, "35.77"), ("notifier", SIGTERM, "35.73"),
    ("intake", SIGTERM, "35.79"),
  ]

  @Test(arguments: trials)
  func allCasesArriveOnce(trial: (service: String, signal: Int32, region: String)) async throws {
    let address = House.address()
    async let numbers = Self.report200(region: trial.region, email: address)
    // In the middle of it, as far as a citizen can tell: some have been taken, not all.
    _ = try await eventually("some cases are stored") { try await Self.stored(address) >= 20 ? true : nil }
    try await House.end(trial.service, by: trial.signal)
    if trial.service != "intake" { _ = try await numbers }
    try await House.up()
    let accepted = try await numbers
    #expect(Set(accepted).count == 200)
    let unit = "dinas.\(trial.region)"
    // A killed router may say a fact again that the broker had taken: the same event, with the same id.
    var arrived: [String: Set<String>] = [:]
    while arrived.count < 200 {
      let batch = try await Peer.drain(
        House.url(of: unit), "unit.\(unit)", count: 200 - arrived.count, seconds: 60)
      // Who reports it is told too, by intake.
      for message in batch where message.type == "case.routed.v1" {
        let number = try ((message.json()["data"] as? [String: Any])?["number"] as? String) ?? ""
        arrived[number, default: []].insert(message.messageID ?? "")
      }
      guard !batch.isEmpty else { break }
    }
    #expect(arrived.keys.sorted() == accepted.sorted())
    #expect(arrived.values.allSatisfy { $0.count == 1 })
    let mails = try await eventually("a receipt and a notice for each") {
      let mails = try House.mails(to: address)
      return mails.count >= 400 ? mails : nil
    }
    // SMTP itself cannot tell whether a mail that was being sent when the process died had been taken.
    #expect(mails.count <= 400 + 4)
    let rest = try await Peer.drain(House.url(of: unit), "unit.\(unit)", count: 200, seconds: 1)
    let again = rest.filter { $0.type == "case.routed.v1" }
    #expect(again.allSatisfy { message in arrived.values.contains { $0.contains(message.messageID ?? "") } })
  }

  /// Sends them eight at a time, each with a key of its own, and again until it is answered.
  private static func report200(region: String, email: String) async throws -> [String] {
    let body = String(
      decoding: try JSONSerialization.data(withJSONObject: House.complaint(region: region, email: email)), as: UTF8.self
    )
    let command = """
      seq 200 | xargs -P 8 -I{} curl -sS --fail-with-body --retry 60 --retry-all-errors --retry-delay 1 -X POST "$INTAKE_URL/cases" \
      -H 'Content-Type: application/json' -H 'Idempotency-Key: \(email)-{}' -w '\\n' -d '\(body)'
      """
    let output = try await Program.succeed(["bash", "-c", command])
    return try output.split(separator: "\n").map {
      try JSONDecoder().decode(House.Receipt.self, from: Data($0.utf8)).number
    }
  }

  private static func stored(_ email: String) async throws -> Int {
    let file = try House.get("INTAKE_DATA") + "/state.sqlite"
    let outcome = try await Program.run([
      "/usr/bin/python3", "-c",
      "import sqlite3,sys; print(sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True).execute('SELECT count(*) FROM contacts WHERE email = ?', [sys.argv[2]]).fetchone()[0])",
      file, email,
    ])
    return Int(outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }
}
