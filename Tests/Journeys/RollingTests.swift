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

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/sbin/haproxy")))
  func allAreRestartedUnderLoadAndNobodySeesAnError() async throws {
    let name = "rolling-\(UUID().uuidString.prefix(8))"
    let key = try await House.tool(
      "intake", "keys", "add", name, "--scope", "cases:write", "--channel", "api", "--per-minute", "60000")
    let intake = try House.get("INTAKE_URL").replacing("http://", with: "")
    let script = """
      set -e; mine=$(mktemp -d); trap 'kill $(jobs -p) 2> /dev/null; wait; rm -rf "$mine"' EXIT
      port=$(/usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
      DOOR=127.0.0.1:$port INTAKE=\(intake) /usr/sbin/haproxy -db -f compose/haproxy.cfg 2> "$mine/proxy" &
      for _ in $(seq 100); do curl -sS -o /dev/null http://127.0.0.1:$port/health 2> /dev/null && break; sleep 0.05; done
      mkfifo "$mine/end"; exec 3<> "$mine/end"
      /usr/bin/python3 -c "$1" http://127.0.0.1:$port "$2" < "$mine/end" > "$mine/result" & reporters=$!
      until [ -s "$mine/result" ]; do sleep 0.05; done
      for service in \(House.services.joined(separator: " ")); do
        kill -TERM $(cat "$DISPOSISI_RUN/$service.pid")
        while kill -0 $(cat "$DISPOSISI_RUN/$service.pid") 2> /dev/null; do sleep 0.05; done
        compose/up --detach > /dev/null
      done
      echo >&3; wait $reporters; tail -n 1 "$mine/result"
      """
    let outcome = try await Program.run([
      "bash", "-c", script, "bash", Self.reporters, key.trimmingCharacters(in: .newlines),
    ])
    let result = try JSONDecoder().decode(Result.self, from: Data(outcome.output.utf8))
    #expect(result.problems == [], "\(outcome.errors)")
    #expect(result.accepted.count > 50 && Set(result.accepted).count == result.accepted.count)
    try await House.waitFor("routed", of: try #require(result.accepted.last))
    let ledger = try await House.tool("disposisi", "ledger", "--wait", "20", "--all")
    #expect(ledger.hasSuffix("it adds up\n"), "\(ledger)")
  }
}
