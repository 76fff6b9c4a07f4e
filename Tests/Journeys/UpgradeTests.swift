import Foundation
import TestKit
import Testing

private typealias House = RunningSystem

/// A house goes on with the files that each earlier version has left. (`Tests/Upgrade/prove` keeps them, and takes a running
/// house over, service by service.)
@Suite(.serialized, .timeLimit(.minutes(5))) struct UpgradeTests {
  static let folder = Program.root + "Tests/Upgrade/Databases"

  /// In the short form, the version that is furthest back.
  static func versions() -> [String] {
    let all = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return ProcessInfo.processInfo.environment["DISPOSISI_LONG"] == nil ? all.filter { $0 == "2026-11-27" } : all
  }

  @Test func someAreKept() { #expect(Self.versions().contains("2026-11-27")) }

  @Test(arguments: versions())
  func itsCasesGoOn(version: String) async throws {
    let run = NSTemporaryDirectory() + "disposisi-upgrade-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: run) }
    let environment = House.apart(in: run)
    let script = """
      set -e; trap 'compose/down > /dev/null' EXIT; umask 077
      for service in \(House.services.joined(separator: " ")); do
        mkdir -p "$DISPOSISI_RUN/data/$service"
        sqlite3 "$DISPOSISI_RUN/data/$service/state.sqlite" < "$1/$service.sql"
      done
      number=$(sqlite3 "$DISPOSISI_RUN/data/intake/state.sqlite" 'SELECT number FROM cases LIMIT 1')
      compose/up --detach > /dev/null; set -a; . "$DISPOSISI_RUN/env"; set +a
      unit() { /usr/bin/python3 <("$DISPOSISI_BIN/disposisi" unit kit dinas.35.78 --python) "$1" "$number" "${@:2}"; }
      state() { for _ in $(seq 150); do curl -sS "$INTAKE_URL/cases/$number" | jq -re .state | grep -qx "$1" && break; sleep 0.1; done
        curl -sS "$INTAKE_URL/cases/$number" | jq -r .state; }
      state routed; unit answer 'Sudah kami tangani.' > /dev/null; state answered; unit close > /dev/null; state closed
      "$DISPOSISI_BIN/disposisi" ledger --wait 20 --json
      for service in \(House.services.joined(separator: " ")); do sqlite3 -readonly "$DISPOSISI_RUN/data/$service/state.sqlite" 'PRAGMA integrity_check'; done
      """
    let outcome = try await Program.run(
      ["bash", "-c", script, "bash", "\(Self.folder)/\(version)"], environment: environment)
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.prefix(3) == ["routed", "answered", "closed"], "\(outcome)")
    #expect(lines.dropFirst(3).first?.contains("\"adds_up\":true") == true, "\(outcome)")
    #expect(lines.suffix(House.services.count).allSatisfy { $0 == "ok" }, "\(outcome)")
  }
}
