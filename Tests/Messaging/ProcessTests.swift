import Foundation
import Testing
import TestKit

@testable import Messaging

/// A real process of the runtime, started as people start it: twice, by a careless account, with a log that nobody reads.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ProcessTests {
  /// Runs a script in which `fragile` is the service; it ends what it started.
  static func script(_ text: String, _ place: PoisonTests.Place) async throws -> Program.Outcome {
    let begin = """
      set -u; cd "$FRAGILE_DATA/.."; mine=$(mktemp -d); trap 'kill $(jobs -p) 2> /dev/null; wait; rm -rf "$mine"' EXIT
      fragile() { exec "$DISPOSISI_BIN/Fragile" "$@"; }
      ready() { curl -sS --max-time 2 "http://127.0.0.1:$1/health/ready"; }
      until_ready() { for _ in $(seq 200); do [ "$(ready "$1" 2> /dev/null | head -n 1)" = "$2" ] && return; sleep 0.05; done; echo "never $2"; }
      port() { /usr/bin/python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

      """
    return try await place.run("bash", "-c", begin + text)
  }

  @Test func aFolderServesOneProcess() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await Self.script(
        """
        port=$(port); export FRAGILE_ADMIN_PORT=$port
        fragile serve 2> "$mine/log" & first=$!
        until_ready $port ready
        FRAGILE_ADMIN_PORT=0 fragile serve & wait $!
        echo "ended with $?, expected $first"
        """, place)
      let id = try #require(outcome.output.split(separator: " ").last?.trimmingCharacters(in: .newlines))
      #expect(outcome.output.hasPrefix("ended with 1"))
      #expect(
        outcome.errors.contains("FRAGILE_DATA: \(place.folder) is in use by process \(id) (fragile, since"),
        "\(outcome.errors)")
    }
  }

  @Test func whatIsWrittenIsForThisAccountAlone() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await Self.script(
        """
        umask 000; chmod 755 "$FRAGILE_DATA"; port=$(port); export FRAGILE_ADMIN_PORT=$port
        fragile serve 2> "$mine/log" &
        until_ready $port ready
        kill -HUP $!; kill -USR1 $!; kill -ALRM $!
        until_ready $port ready
        stat -c '%a %n' "$FRAGILE_DATA"/state.sqlite* "$FRAGILE_DATA"/lock
        """, place)
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.count >= 3 && lines.allSatisfy { $0.hasPrefix("600 ") }, "\(outcome.output)\(outcome.errors)")
    }
  }

  /// A line is an object, with the names that collectors of logs know; a text from outside breaks none.
  @Test func theLogIsJSONWhereItIsAskedFor() async throws {
    try await PoisonTests.withPlace { place in
      try await PoisonTests.publish([try StageTests.incoming(1, "refused")], to: place.queue)
      let outcome = try await Self.script(
        """
        port=$(port); export FRAGILE_ADMIN_PORT=$port FRAGILE_REFUSES=refused FRAGILE_LOG_FORMAT=json
        fragile serve 2> "$mine/log" & service=$!
        until_ready $port ready
        for _ in $(seq 200); do grep -q 'dead letter' "$mine/log" && break; sleep 0.05; done
        kill -TERM $service; wait $service
        jq -rc '[.severity_text, .["service.name"], .body, (.timestamp | length > 20), (.attributes | type)] | @tsv' "$mine/log"
        FRAGILE_LOG_FORMAT=xml fragile serve & wait $!
        """, place)
      let lines = outcome.output.split(separator: "\n").map(String.init)
      #expect(
        lines.first == "NOTICE\tfragile\tstarting\ttrue\tobject" && lines.last?.contains("stopped") == true, "\(lines)")
      #expect(lines.contains { $0.contains("fragile\t") && $0.contains("dead letter") }, "\(lines)")
      #expect(outcome.errors.contains("FRAGILE_LOG_FORMAT: found 'xml', expected text or json"), "\(outcome.errors)")
    }
  }

  /// Its login is not waited for: it was not given up when the service had ended.
  @Test func aBrokerThatDoesNotAnswerHoldsUpNoStop() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await Self.script(
        """
        port=$(port)
        /usr/bin/python3 -c 'import socket, sys
        server, held = socket.create_server(("127.0.0.1", int(sys.argv[1]))), []
        print("listening", flush=True)
        while True:
          held.append(server.accept()[0])
          print(held[-1].recv(8), flush=True)' $port > "$mine/broker" &
        until [ -s "$mine/broker" ]; do sleep 0.05; done
        FRAGILE_BROKER=amqp://fragile@127.0.0.1:$port/disposisi FRAGILE_ADMIN_PORT=0 fragile serve 2> "$mine/log" & service=$!
        for _ in $(seq 200); do [ "$(grep -c AMQP "$mine/broker")" = 2 ] && grep -q 'admin door is open' "$mine/log" && break; sleep 0.05; done
        kill -TERM $service; wait $service
        echo "ended with $?, logins $(grep -c AMQP "$mine/broker")"; cat "$mine/log"
        """, place)
      #expect(outcome.output.hasPrefix("ended with 0, logins 2\n"), "\(outcome.output)")
      #expect(outcome.output.contains("stopped, without waiting for what hangs"), "\(outcome.output)")
      #expect(!outcome.output.contains("no connection to the broker"), "\(outcome.output)")
    }
  }

  @Test func aPortThatIsTakenIsNamedBeforeAnythingIsTaken() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await Self.script(
        """
        port=$(port); /usr/bin/python3 -m http.server $port --bind 127.0.0.1 > "$mine/http" 2>&1 &
        for _ in $(seq 100); do curl -sS "http://127.0.0.1:$port" > /dev/null 2>&1 && break; sleep 0.05; done
        FRAGILE_ADMIN_PORT=$port fragile serve & wait $!
        echo "ended with $?, port $port"; ls "$FRAGILE_DATA"
        """, place)
      let port = outcome.output.split(separator: "\n").first?.split(separator: " ").last ?? ""
      #expect(outcome.errors.contains("FRAGILE_ADMIN_PORT: cannot open 127.0.0.1 port \(port): Address already in use"))
      #expect(!outcome.output.contains("state.sqlite"), "nothing was opened before")
    }
  }

  @Test func aFolderThatCannotBeWrittenIsNamed() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await Self.script(
        "FRAGILE_DATA=/proc/nowhere fragile serve & wait $!; echo \"ended with $?\"", place)
      #expect(outcome.output == "ended with 1\n")
      #expect(outcome.errors.contains("FRAGILE_DATA: /proc/nowhere is no folder that fragile may write in"))
    }
  }

  /// A full pipe: the service goes on, says so, and the reader misses nothing that fits the buffer.
  @Test func aLogThatNobodyReadsHoldsUpNothing() async throws {
    try await PoisonTests.withPlace { place in
      try await PoisonTests.publish((0..<20).map { try StageTests.incoming($0, "refused") }, to: place.queue)
      let outcome = try await Self.script(
        """
        mkfifo "$mine/pipe"; exec 3<> "$mine/pipe"
        /usr/bin/python3 -c 'import os; os.set_blocking(3, False)
        try:
          while True: os.write(3, b"x" * 4095 + b"\\n")
        except BlockingIOError: os.set_blocking(3, True)'
        port=$(port); export FRAGILE_ADMIN_PORT=$port FRAGILE_REFUSES=refused
        fragile serve 2> "$mine/pipe" &
        until_ready $port "not ready"
        for _ in $(seq 100); do ready $port | grep -q '^log: nobody has read it' && break; sleep 0.05; done
        ready $port
        for _ in $(seq 200); do
          dead=$(sqlite3 -readonly "$FRAGILE_DATA/state.sqlite" 'SELECT count(*) FROM dead'); [ "$dead" = 20 ] && break; sleep 0.05
        done
        echo "dead $dead"
        cat <&3 > "$mine/read" &
        until_ready $port ready
        for _ in $(seq 100); do [ "$(grep -c 'dead letter' "$mine/read")" = 20 ] && break; sleep 0.05; done
        echo "lines $(grep -c 'dead letter' "$mine/read")"
        """, place)
      #expect(outcome.output.contains("log: nobody has read it"), "\(outcome.output)\(outcome.errors)")
      #expect(
        outcome.output.contains("dead 20\n") && outcome.output.hasSuffix("lines 20\n"),
        "\(outcome.output.suffix(600))\(outcome.errors.suffix(600))")
    }
  }

  /// librabbitmq reads a table in a table one call deeper: a header frame holds 18,000 of them, and a system may give threads
  /// small stacks.
  @Test func tablesInTablesNeedNoLargeStack() async throws {
    try await PoisonTests.withPlace { place in
      let outcome = try await Self.script(
        """
        /usr/bin/python3 - "$FRAGILE_BROKER" "$FRAGILE_QUEUE" <<'PYTHON'
        import struct, sys, pika
        table = struct.pack(">I", 0)
        for _ in range(18000):
            table = struct.pack(">I", len(table) + 3) + b"\\x01aF" + table
        channel = pika.BlockingConnection(pika.URLParameters(sys.argv[1])).channel()
        channel.confirm_delivery()
        pika.spec.data.encode_table = lambda pieces, value: (pieces.append(table), len(table))[1]
        channel.basic_publish("", sys.argv[2], b"{}", pika.BasicProperties(headers={"a": 1}))
        PYTHON
        port=$(port); export FRAGILE_ADMIN_PORT=$port
        ulimit -s 1024
        fragile serve 2> "$mine/log" &
        until_ready $port ready
        for _ in $(seq 200); do
          dead=$(sqlite3 -readonly "$FRAGILE_DATA/state.sqlite" 'SELECT count(*) FROM dead'); [ "$dead" = 1 ] && break; sleep 0.05
        done
        echo "dead $dead, $(ready $port)"
        """, place)
      #expect(outcome.output == "dead 1, ready\n", "\(outcome.output)\(outcome.errors.suffix(600))")
    }
  }
}
