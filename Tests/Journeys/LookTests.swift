import Digests
import Contract
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

  static let figures = [
    "disposisi_commit_seconds_bucket{", "disposisi_deferred_oldest_seconds 0\n", "disposisi_disk_free_bytes ",
    "disposisi_database_bytes ", "disposisi_wal_bytes ", "disposisi_build_info{version=", "process_cpu_seconds_total ",
    "process_resident_memory_bytes ", "process_open_fds ", "process_start_time_seconds ",
  ]
  static let ownFigures = [
    "intake": [
      "disposisi_cases_accepted_total{channel=\"web\"} ", "disposisi_confirm_seconds_bucket{",
      "disposisi_publishes_total{outcome=\"confirmed\"} ",
      "http_server_request_duration_seconds_bucket{http_route=\"/cases\",",
      "disposisi_event_age_seconds_bucket{queue=\"intake\",",
    ],
    "classifier": [
      "disposisi_in_force{kind=\"model\",id=\"model-", "disposisi_event_age_seconds_count{queue=\"classifier\"} ",
    ],
    "router": [
      "disposisi_in_force{kind=\"book\",id=\"book-", "disposisi_unit_cases_total{unit=\"dinas.33.08\"} ",
      "disposisi_topic_cases_total{topic=\"ksp.", "disposisi_deadlines{state=\"overdue\"} ",
    ],
    "notifier": ["disposisi_event_age_seconds_count{queue=\"notifier\"} "],
  ]

  /// As Prometheus reads them, after traffic: names, labels, help and types. It understands what the dashboard asks, too.
  @Test func prometheusTakesEveryServicesMetrics() async throws {
    let receipt = try await House.report(House.complaint(region: "33.08"))
    try await House.waitFor("routed", of: receipt.number)
    _ = try? await Program.run(["curl", "-sS", "-I", try House.get("INTAKE_URL") + "/nowhere"])
    var (targets, told) = ([String](), "\n")
    for service in RunningSystem.services {
      let url = try House.get("\(service.uppercased())_ADMIN_URL")
      let text = try await Program.succeed(["curl", "-sS", url + "/metrics"])
      let checked = try await Program.run(["promtool", "check", "metrics"], input: text)
      told += text
      #expect(checked.status == 0, "\(service): \(checked.output)\(checked.errors)")
      #expect(text.contains("disposisi_health{state=\"ready\"} 1"))
      for figure in Self.figures + (Self.ownFigures[service] ?? []) {
        #expect(text.contains("\n\(figure)"), "\(service): \(figure)")
      }
      targets.append(url.replacing("http://", with: ""))
    }
    let dashboard = try String(contentsOfFile: Program.root + "compose/monitoring/dashboard.json", encoding: .utf8)
    for metric in Set(dashboard.matches(of: /(?:disposisi|process|http_server)_\w+/).map { String($0.output) }) {
      #expect(told.contains("\n\(metric)"), "nobody tells \(metric)")
    }
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let list = targets.map { "'\($0)'" }.joined(separator: ", ")
    try Data(
      """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs: [{job_name: disposisi, static_configs: [{targets: [\(list)]}]}]

      """.utf8
    ).write(to: URL(filePath: folder + "/prometheus.yml"))
    let script = """
      cd '\(folder)'; port=$(/usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
      prometheus --config.file=prometheus.yml --storage.tsdb.path=data --web.listen-address=127.0.0.1:$port > log 2>&1 &
      trap 'kill $!; wait' EXIT
      for _ in $(seq 200); do
        answer=$(curl -sS --max-time 2 "http://127.0.0.1:$port/api/v1/targets" 2> /dev/null)
        [ "$(jq -r '.data.activeTargets[].health' <<< "$answer" 2> /dev/null | sort | uniq -c | xargs)" = "\(ServiceName.allCases.count) up" ] && break
        sleep 0.1
      done
      jq -r '.data.activeTargets[] | .health + " " + .lastError' <<< "$answer"
      jq -r '.panels[].targets[].expr' '\(Program.root)compose/monitoring/dashboard.json' | while read -r question; do
        curl -sS --data-urlencode "query=$question" "http://127.0.0.1:$port/api/v1/query" |
          jq -r --arg question "$question" 'select(.status != "success") | $question + ": " + .error'
      done
      """
    let seen = try await Program.run(["timeout", "60", "bash", "-c", script])
    #expect(
      seen.output == String(repeating: "up \n", count: ServiceName.allCases.count), "\(seen.output)\(seen.errors)")
  }
}
