import Foundation
import Testing
import TestKit

/// Copies of a service's folder, by its own commands, as operators say them.
@Suite(.serialized, .timeLimit(.minutes(3))) struct BackupTests {
  /// A folder in which one case was seen, and the service stands.
  static func withCopy(_ script: String, _ check: (Program.Outcome) throws -> Void) async throws {
    try await PoisonTests.withPlace { place in
      try await PoisonTests.publish([try StageTests.incoming(1, "ok")], to: place.queue)
      let begin = """
        seen() { sqlite3 -readonly "${1:-$FRAGILE_DATA}/state.sqlite" 'SELECT count(*) FROM seen'; }
        until_seen() { for _ in $(seq 200); do [ "$(seen)" = "$1" ] && return; sleep 0.05; done; echo "never $1"; }
        port=$(port); export FRAGILE_ADMIN_PORT=$port
        fragile serve 2> "$mine/log" & service=$!
        until_ready $port ready; until_seen 1
        ( fragile backup "$mine/copy" )

        """
      try check(await ProcessTests.script(begin + script, place))
    }
  }

  @Test func whatWasCopiedIsPutBackAndWhatWasThereIsKept() async throws {
    let script = """
      ( fragile restore "$mine/copy" ); echo "while it runs: $?"
      kill -TERM $service; wait $service
      sqlite3 "$FRAGILE_DATA/state.sqlite" "INSERT INTO seen VALUES ('later')"
      chmod 755 "$FRAGILE_DATA"
      ( fragile restore "$mine/copy" ) | head -n 1 | cut -f1,2
      echo "now $(seen), kept $(seen "$FRAGILE_DATA"/replaced-*)"
      stat -c %a "$FRAGILE_DATA/state.sqlite" "$mine/copy/state.sqlite" "$mine/copy"
      fragile serve 2> "$mine/log" &
      until_ready $port ready
      curl -sS -H "Authorization: Bearer $(cat "$FRAGILE_DATA/admin.token")" http://127.0.0.1:$port/status | grep epoch
      """
    try await Self.withCopy(script) { outcome in
      let lines = outcome.output.split(separator: "\n").map(String.init)
      #expect(lines.first?.hasPrefix("fragile\t1 cases, 1 MB, 0 files, checked\t") == true, "\(lines)")
      #expect(outcome.errors.contains("is in use by process"))
      #expect(lines.dropFirst().first == "while it runs: 1")
      #expect(lines.dropFirst(2).first?.wholeMatch(of: /fragile\tas of 20\d\d-.*Z, 1 cases/) != nil, "\(lines)")
      #expect(
        Array(lines.dropFirst(3)) == [
          "now 1, kept 2", "600", "600", "700", "epoch\trestored from a copy 1 times",
        ], "\(lines)\(outcome.errors.suffix(600))")
    }
  }

  /// What is no copy of this service, whole and of a version that it knows, is refused before anything is moved.
  @Test(arguments: [
    ("rm copy/backup.json", "holds no backup.json"),
    ("sed -i 's/fragile/router/' copy/backup.json", "is a copy of router, expected one of fragile"),
    ("echo x > copy/backup.json", "is none that `fragile backup` has made"),
    ("dd if=/dev/urandom of=copy/state.sqlite bs=4096 seek=4 count=8 conv=notrunc 2> /dev/null", "state.sqlite"),
    ("truncate -s 30000 copy/state.sqlite", "state.sqlite"),
    ("sqlite3 copy/state.sqlite \"INSERT INTO grdb_migrations VALUES ('fragile 9')\"", "another database than it says"),
    (
      "sqlite3 copy/state.sqlite \"INSERT INTO grdb_migrations VALUES ('fragile 9')\"; "
        + "sed -i 's/\"fragile 1\"/\"fragile 1\", \"fragile 9\"/' copy/backup.json",
      "whose step 'fragile 9' this version does not know"
    ),
  ])
  func aCopyThatCannotBeUsedIsRefused(damage: String, problem: String) async throws {
    let script = """
      kill -TERM $service; wait $service
      cd "$mine"; \(damage)
      ( fragile restore "$mine/copy" ); echo "restore: $?"
      seen; ls "$FRAGILE_DATA" | grep -c replaced
      """
    try await Self.withCopy(script) { outcome in
      #expect(outcome.output.hasSuffix("restore: 1\n1\n0\n"), "\(outcome.output)")
      #expect(outcome.errors.contains(problem), "\(outcome.errors)")
    }
  }

  /// Between the old database and the new one there may be none: an empty one must not take its place.
  @Test func aRestoreThatWasCutShortIsSaidAgain() async throws {
    let script = """
      kill -TERM $service; wait $service
      mkdir "$FRAGILE_DATA/restored"; mv "$FRAGILE_DATA/state.sqlite" "$FRAGILE_DATA/restored/"
      ( fragile serve ); echo "serve: $?"; ls "$FRAGILE_DATA" | grep -c '^state.sqlite$'
      ( fragile restore "$mine/copy/" > /dev/null ); echo "again: $?, $(seen), $(ls "$FRAGILE_DATA" | grep -c restored)"
      """
    try await Self.withCopy(script) { outcome in
      #expect(outcome.output.hasSuffix("serve: 1\n0\nagain: 0, 1, 0\n"), "\(outcome.output)")
      #expect(outcome.errors.contains("restored is of a restore that was cut short: say `fragile restore` again"))
    }
  }

  @Test func aFolderThatIsThereIsNotWrittenOver() async throws {
    let script = "( fragile backup \"$mine/copy/\" ); echo \"again: $?\"; ls \"$mine/copy\" | wc -l"
    try await Self.withCopy(script) { outcome in
      #expect(outcome.output.hasSuffix("again: 1\n2\n") && outcome.errors.contains("copy is there already"))
    }
  }

  /// systemd hears what sd_notify(3) says, and a health check needs neither shell nor client.
  @Test func whoStartedItIsToldHowItIs() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await ProcessTests.script(
        """
        export NOTIFY_SOCKET=$mine/notify WATCHDOG_USEC=200000
        /usr/bin/python3 -c 'import socket, sys
        door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM); door.bind(sys.argv[1]); print("open", flush=True)
        told = ""
        while "STOPPING" not in told:
          told = door.recv(4096).decode(); print(told.replace("\\n", " "), flush=True)' "$NOTIFY_SOCKET" > "$mine/told" & listener=$!
        until [ -s "$mine/told" ]; do sleep 0.02; done
        port=$(port); export FRAGILE_ADMIN_PORT=$port
        ( fragile health ); echo "before: $?"
        fragile serve 2> "$mine/log" & service=$!
        until_ready $port ready
        ( fragile health ); echo "while: $?"
        ( FRAGILE_ADMIN_PORT=0 fragile health ); echo "port 0: $?"
        for _ in $(seq 100); do [ "$(grep -c '^WATCHDOG=1' "$mine/told")" -gt 1 ] && break; sleep 0.05; done
        kill -TERM $service; wait $service $listener
        grep -v '^WATCHDOG' "$mine/told"; grep -m 1 '^WATCHDOG' "$mine/told"
        """, place)
      let lines = outcome.output.split(separator: "\n").map(String.init)
      #expect(lines.prefix(4) == ["before: 1", "ready", "while: 0", "port 0: 1"], "\(lines)\(outcome.errors)")
      #expect(
        lines.dropFirst(4).prefix(2) == ["open", "READY=1"] && lines.suffix(2) == ["STOPPING=1", "WATCHDOG=1"],
        "\(lines)")
      #expect(lines.contains("STATUS=ready WATCHDOG=1"), "\(lines)")
      #expect(outcome.errors.contains("127.0.0.1 port") && outcome.errors.contains("FRAGILE_ADMIN_PORT: found 0"))
    }
  }
}
