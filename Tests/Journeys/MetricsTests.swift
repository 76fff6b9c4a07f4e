import Contract
import Foundation
import TestKit
import Testing

private typealias House = RunningSystem

/// What operators see of a running house, after traffic: by Prometheus' own tools, and by Prometheus itself.
@Suite(.serialized, .timeLimit(.minutes(3))) struct MetricsTests {
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

  /// What every service tells now.
  private static func pages() async throws -> [String: String] {
    let receipt = try await House.report(House.complaint(region: "33.08"))
    try await House.waitFor("routed", of: receipt.number)
    _ = try? await Program.run(["curl", "-sS", "-I", try House.get("INTAKE_URL") + "/nowhere"])
    var pages: [String: String] = [:]
    for service in House.services {
      let url = try House.get("\(service.uppercased())_ADMIN_URL")
      pages[service] = "\n" + (try await Program.succeed(["curl", "-sS", url + "/metrics"]))
    }
    return pages
  }

  @Test func everyServiceTellsItsFigures() async throws {
    let pages = try await Self.pages()
    for (service, text) in pages {
      let checked = try await Program.run(["promtool", "check", "metrics"], input: String(text.dropFirst()))
      #expect(checked.status == 0, "\(service): \(checked.output)\(checked.errors)")
      #expect(text.contains("\ndisposisi_health{state=\"ready\"} 1"))
      #expect(!text.contains("\ndisposisi_disk_free_bytes 0\n"))
      for figure in Self.figures + (Self.ownFigures[service] ?? []) {
        #expect(text.contains("\n\(figure)"), "\(service): \(figure)")
      }
    }
    let told = pages.values.joined()
    let dashboard = try String(contentsOfFile: Program.root + "compose/monitoring/dashboard.json", encoding: .utf8)
    for metric in Set(dashboard.matches(of: /(?:disposisi|process|http_server)_\w+/).map { String($0.output) }) {
      #expect(told.contains("\n\(metric) ") || told.contains("\n\(metric){"), "nobody tells \(metric)")
    }
  }

  /// It understands what the dashboard asks, too.
  @Test func prometheusTakesThem() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let list = try House.services.map { service in
      "'\(try House.get("\(service.uppercased())_ADMIN_URL").replacing("http://", with: ""))'"
    }
    try Data(
      """
      global: {scrape_interval: 1s, scrape_timeout: 1s}
      scrape_configs: [{job_name: disposisi, static_configs: [{targets: [\(list.joined(separator: ", "))]}]}]

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
        answer=$(curl -sS --data-urlencode "query=$question" "http://127.0.0.1:$port/api/v1/query")
        [ "$(jq -r .status <<< "$answer")" = success ] || echo "$question: $answer"
      done
      """
    let seen = try await Program.run(["timeout", "60", "bash", "-c", script])
    #expect(
      seen.output == String(repeating: "up \n", count: ServiceName.allCases.count), "\(seen.output)\(seen.errors)")
  }
}
