import Digests
import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// A look changes nothing: every command that is not meant to change something, against a running house.
@Suite(.serialized, .timeLimit(.minutes(10))) struct LookTests {
  /// Of each service's database and its write-ahead log.
  static func fingerprints() throws -> [String: String] {
    var found: [String: String] = [:]
    for service in RunningSystem.services {
      for suffix in ["", "-wal"] {
        let path = try House.get("\(service.uppercased())_DATA") + "/state.sqlite" + suffix
        found[path] = SHA256.hash(try Data(contentsOf: URL(filePath: path))).description
      }
    }
    return found
  }

  static let looks: [[String]] = [
    ["classifier", "classify", "Simpanan saya tidak bisa ditarik"], ["classifier", "models"],
    ["classifier", "models", "list"], ["classifier", "compare", "live", "shipped"],
    ["classifier", "thresholds", "Tests/HeldOut/a.jsonl"], ["classifier", "check"],
    ["classifier", "dead", "list"],
    ["classifier", "held", "list"], ["classifier", "resend", "--since", "2026-01-01T00:00:00Z"],
    ["router", "check"], ["router", "rules", "check", "--live"], ["router", "rules", "test"],
    ["router", "rules", "differences"], ["router", "explain", "NUMBER"], ["router", "dead", "list"],
    ["router", "held", "list"], ["router", "resend", "NUMBER"], ["router", "calendar", "import", "CALENDAR"],
    ["intake", "check"], ["intake", "keys", "list"], ["intake", "looks"], ["notifier", "looks", "NUMBER"],
    ["intake", "dead", "list"], ["intake", "held", "list"],
    ["intake", "resend", "NUMBER"], ["intake", "ledger", "cases"],
    ["notifier", "check"], ["notifier", "notices", "list"], ["notifier", "callbacks"], ["notifier", "dead", "list"],
    ["notifier", "held", "list"],
    // Not `disposisi status`: whether a file can be written, a service tries with a write of its own.
    ["disposisi", "ledger", "--wait", "0"],
    ["disposisi", "ledger", "--wait", "0", "--repair"],
    ["disposisi", "trace", "NUMBER"], ["classifier", "trace", "NUMBER"], ["disposisi", "backup", "COPY"],
    ["disposisi", "held", "list"], ["disposisi", "services", "--json"], ["disposisi", "contract"],
    ["disposisi", "topics"],
    ["disposisi", "unit", "list"], ["disposisi", "unit", "kit", "dinas.35.78"], ["disposisi", "topology"],
    ["intake", "--version"], ["classifier", "--version"], ["router", "--version"], ["notifier", "--version"],
    ["disposisi", "--version"],
  ]

  @Test func noLookChangesAFileOrWhatIsInForce() async throws {
    let receipt = try await House.report(House.complaint(region: "33.08"))
    try await House.waitFor("routed", of: receipt.number)
    let calendar = NSTemporaryDirectory() + "\(UUID().uuidString).csv"
    try Data("date,class,name,source\n2026-12-10,libur,Hari Percobaan,x\n".utf8).write(to: URL(filePath: calendar))
    let copy = NSTemporaryDirectory() + UUID().uuidString
    defer { for path in [calendar, copy] { try? FileManager.default.removeItem(atPath: path) } }
    let model = try await House.tool("classifier", "models")
    // The outbox is confirmed, and what was confirmed is forgotten: then nothing moves by itself.
    var before = try Self.fingerprints()
    _ = try await eventually("nothing moves") { () -> Bool? in
      try await Task.sleep(for: .seconds(2))
      let now = try Self.fingerprints()
      defer { before = now }
      return now == before ? true : nil
    }
    var environment: [String: String] = [:]
    for service in RunningSystem.services {
      environment["\(service.uppercased())_DATA"] = try House.get("\(service.uppercased())_DATA")
    }
    // Topic files that the running service's model does not fit: asking must not train it anew.
    let topics = NSTemporaryDirectory() + UUID().uuidString
    try await Program.succeed([
      "bash", "-c",
      "cp -r Shared/Topics/Shipped '\(topics)' && sed -i '0,/^    - /s//    - Kalimat contoh yang baru sekali.\\n    - /' '\(topics)'/topics/ksp.simpanan.yaml",
    ])
    for words in Self.looks {
      let words = words.map { word in
        ["NUMBER": receipt.number, "CALENDAR": calendar, "COPY": copy][word] ?? word
      }
      let bin = try House.get("DISPOSISI_BIN")
      for more in words[0] == "classifier" && words[1] == "classify" ? [[:], ["CLASSIFIER_TOPICS": topics]] : [[:]] {
        let outcome = try await Program.run(
          [bin + "/" + words[0]] + words.dropFirst(), environment: environment.merging(more) { $1 })
        #expect(outcome.status <= 2, "\(words): \(outcome.errors.suffix(500))")
        #expect(try Self.fingerprints() == before, "\(words) changed a file")
      }
    }
    #expect(try await House.tool("classifier", "models") == model)
  }
}
