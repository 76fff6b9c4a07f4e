import Foundation
import TestKit
import Testing

@testable import Operations

/// The alerts that are shipped: right as Prometheus reads them, about metrics that there are, each with what to do.
@Suite struct AlertTests {
  static let folder = Program.root + "compose/monitoring/"

  static func names(_ pattern: Regex<(Substring, Substring)>, in file: String) throws -> Set<String> {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return Set(text.matches(of: pattern).map { String($0.1) })
  }

  @Test(arguments: [["check", "rules", "rules.yml"], ["test", "rules", "rules_test.yml"]])
  func prometheusTakesThem(words: [String]) async throws {
    let outcome = try await Program.run(["promtool"] + words.dropLast() + [Self.folder + (words.last ?? "")])
    #expect(outcome.status == 0 && outcome.output.contains("SUCCESS"), "\(outcome.output)\(outcome.errors)")
  }

  @Test func eachIsTriedAndSaysWhatToDo() throws {
    let alerts = try Self.names(/- alert: (\w+)/, in: Self.folder + "rules.yml")
    #expect(alerts.count > 10)
    #expect(try Self.names(/alertname: (\w+)\n/, in: Self.folder + "rules_test.yml") == alerts)
    #expect(try Self.names(/\| `(Disposisi\w+)` \|/, in: Program.root + "compose/README.md") == alerts)
  }

  @Test(arguments: ["rules.yml", "dashboard.json"])
  func eachSpeaksOfAMetricThatIsExplained(file: String) throws {
    let metrics = try Self.names(/((?:disposisi|hb|process|http_server)_\w+)/, in: Self.folder + file)
    #expect(metrics.count > 10)
    for metric in metrics {
      let name = metric.replacing(/_bucket$/, with: "")
      #expect(!MetricHelp.text(of: name).hasPrefix("See the"), "\(metric)")
    }
  }
}
