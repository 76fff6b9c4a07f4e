import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// Upgrades, as operators do them: one service after the other is stopped and started under load, with the proxy of the guide in
/// front of the public door.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RollingTests {
  static let reporters = """
    import json, sys, threading, urllib.request
    door, key, end = sys.argv[1], sys.argv[2], threading.Event()
    lock, accepted, problems = threading.Lock(), [], []
    def report():
      while not end.is_set():
        body = {"text": "Simpanan berjangka saya di KSP Makmur tidak bisa ditarik", "form": {"region": "35.12"}}
        request = urllib.request.Request(door + "/cases", json.dumps(body).encode(), {
          "Content-Type": "application/json", "Authorization": "Bearer " + key})
        try:
          with urllib.request.urlopen(request, timeout=50) as answer:
            with lock: accepted.append(json.load(answer)["number"])
        except Exception as error:
          with lock: problems.append(repr(error))
        end.wait(0.05)
    threads = [threading.Thread(target=report) for _ in range(4)]
    for thread in threads: thread.start()
    print("go", flush=True)
    sys.stdin.readline()
    end.set()
    for thread in threads: thread.join()
    print(json.dumps({"accepted": accepted, "problems": problems}))
    """

  private struct Result: Decodable {
    let accepted: [String]
    let problems: [String]
  }

  /// In a house of its own: its hundreds of cases would stand in other tests' way.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/haproxy")))
  func allAreRestartedUnderLoadAndNobodySeesAnError() async throws {
    let run = NSTemporaryDirectory() + "disposisi-rolling-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: run) }
    let environment = House.apart(in: run)
    let script = """
      set -e; mine=$(mktemp -d); trap 'kill $(jobs -p) 2> /dev/null; wait; compose/down; rm -rf "$mine"' EXIT
      compose/up --detach > /dev/null; set -a; . "$DISPOSISI_RUN/env"; set +a
      key=$("$DISPOSISI_BIN/intake" keys add rolling --scope cases:write --channel api --per-minute 60000)
      port=$(/usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
      DOOR=127.0.0.1:$port INTAKE=${INTAKE_URL#http://} /usr/sbin/haproxy -db -f compose/haproxy.cfg 2> "$mine/proxy" &
      for _ in $(seq 100); do curl -sS -o /dev/null http://127.0.0.1:$port/health 2> /dev/null && break; sleep 0.05; done
      mkfifo "$mine/end"; exec 3<> "$mine/end"
      /usr/bin/python3 -c "$1" http://127.0.0.1:$port "$key" < "$mine/end" > "$mine/result" & reporters=$!
      until [ -s "$mine/result" ]; do sleep 0.05; done
      for service in \(House.services.joined(separator: " ")); do
        kill -TERM $(cat "$DISPOSISI_RUN/$service.pid")
        while kill -0 $(cat "$DISPOSISI_RUN/$service.pid") 2> /dev/null; do sleep 0.05; done
        compose/up --detach > /dev/null
      done
      echo >&3; wait $reporters; tail -n 1 "$mine/result"
      "$DISPOSISI_BIN/disposisi" ledger --wait 30 --json
      """
    let outcome = try await Program.run(["bash", "-c", script, "bash", Self.reporters], environment: environment)
    let lines = outcome.output.split(separator: "\n")
    let result = try JSONDecoder().decode(Result.self, from: Data((lines.first ?? "").utf8))
    #expect(result.problems == [], "\(outcome.errors)")
    #expect(result.accepted.count > 50 && Set(result.accepted).count == result.accepted.count)
    let ledger = lines.dropFirst().first ?? ""
    #expect(
      ledger.contains("\"accepted\":\(result.accepted.count),") && ledger.contains("\"adds_up\":true"), "\(outcome)")
  }
}
