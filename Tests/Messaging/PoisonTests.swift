import AMQP
import Cases
import Foundation
import GRDB
import Testing
import TestKit

@testable import Messaging

/// A real process of the runtime, fed with what kills it or what it refuses.
@Suite(.serialized, .timeLimit(.minutes(5))) struct PoisonTests {
  /// A queue, a folder, and how to run the service on them.
  struct Place {
    let queue: String
    let folder: String
    let environment: [String: String]

    func run(_ words: String..., refusing: String = "") async throws -> Program.Outcome {
      try await Program.run(words, environment: environment.merging(["FRAGILE_REFUSES": refusing]) { $1 })
    }

    /// Runs the service as a supervisor does, again whenever it dies, until something holds.
    /// - Returns: how often it was started.
    func supervised(refusing: String = "", until isDone: @Sendable () throws -> Bool) async throws -> Int {
      let loop = """
        starts=0
        while :; do
          starts=$((starts + 1))
          "$DISPOSISI_BIN/Fragile" & echo $! > "$FRAGILE_DATA/pid"
          wait $! && break
        done 2> "$FRAGILE_DATA/log"
        echo $starts
        """
      async let supervisor = run("bash", "-c", loop, refusing: refusing)
      let ending: Result<Bool, any Error>
      do {
        ending = .success(try await eventually("the service is done") { (try? isDone()) == true ? true : nil })
      } catch {
        ending = .failure(error)
      }
      let id = try String(contentsOfFile: folder + "/pid", encoding: .utf8).trimmingCharacters(in: .newlines)
      kill(try #require(pid_t(id)), SIGTERM)
      let starts = Int(try await supervisor.output.trimmingCharacters(in: .newlines)) ?? 0
      _ = try ending.get()
      return starts
    }

    func read<Value: Sendable>(_ sql: String, _ take: @Sendable (Database, String) throws -> Value) throws -> Value {
      var configuration = Configuration()
      configuration.readonly = true
      return try DatabaseQueue(path: folder + "/state.sqlite", configuration: configuration).read { try take($0, sql) }
    }

    func count(_ sql: String) throws -> Int { try read(sql) { try Int.fetchOne($0, sql: $1) ?? 0 } }

    func text(_ sql: String) throws -> String? { try read(sql) { try String.fetchOne($0, sql: $1) } }
  }

  static func withPlace(_ body: (Place) async throws -> Void) async throws {
    let url = try Program.setting("AMQP_URL")
    let queue = "test.\(UUID().uuidString.prefix(8))"
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try await Peer.declare(url, queue)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let place = Place(
      queue: queue, folder: folder,
      environment: ["FRAGILE_BROKER": url, "FRAGILE_DATA": folder, "FRAGILE_QUEUE": queue])
    do { try await body(place) } catch {
      try? await Peer.remove(url, queue)
      throw error
    }
    try await Peer.remove(url, queue)
  }

  static func publish(_ incoming: [Incoming], to queue: String) async throws {
    let settings = BrokerSettings(addresses: [try BrokerAddress(Program.setting("AMQP_URL"))])
    let publisher = Publisher(settings, name: "test publishes", logger: StageTests.quiet)
    try await publisher.connected()
    let outcomes = try await publisher.publish(
      incoming.map { Publication(exchange: "", routingKey: queue, message: $0.message) })
    #expect(outcomes.allSatisfy { $0 == .confirmed })
    await publisher.close()
  }

  @Test func whatKillsTheProcessIsPutAsideAndTheOthersGoOn() async throws {
    try await Self.withPlace { place in
      let texts = ["ok", "ok", "kill", "ok", "kill", "ok"]
      try await Self.publish(texts.enumerated().map { try StageTests.incoming($0.offset, $0.element) }, to: place.queue)
      let starts = try await place.supervised {
        try place.count("SELECT count(*) FROM seen") == 4 && place.count("SELECT count(*) FROM dead") == 2
      }
      // Once unawares, and then alone as often as the limit allows; the second meanwhile once more unawares.
      #expect((2 * Suspects.maximumDeaths...2 * Suspects.maximumDeaths + 3).contains(starts))
      #expect(try place.text("SELECT reason FROM dead") == "the service died 5 times while it handled this")
      #expect(try place.count("SELECT count(DISTINCT number) FROM seen") == 4)
      #expect(try place.count("SELECT count(*) FROM suspects") == 0)
      // Handed back, it kills again, and again is put aside.
      #expect(try await place.run(try Self.program, "dead", "retry", "1").output == "1 handed back\n")
      let again = try await place.supervised { try place.count("SELECT count(*) FROM dead") == 2 }
      #expect(again > Suspects.maximumDeaths)
    }
  }

  @Test func tenThousandDeadLettersAreReplayedOnce() async throws {
    try await Self.withPlace { place in
      try await Self.publish((0..<10_000).map { try StageTests.incoming($0, "refused") }, to: place.queue)
      _ = try await place.supervised(refusing: "refused") { try place.count("SELECT count(*) FROM dead") == 10_000 }
      // Two operators at once, and one of the letters comes from its sender once more.
      try await Self.publish([try StageTests.incoming(7, "refused")], to: place.queue)
      async let first = place.run(try Self.program, "dead", "retry", "--all")
      async let second = place.run(try Self.program, "dead", "retry", "--all")
      let counts = try await [first, second].map { Int($0.output.split(separator: " ").first ?? "") ?? -1 }
      #expect(counts.reduce(0, +) == 10_000)
      _ = try await place.supervised {
        try place.count("SELECT count(*) FROM deferred") == 0 && place.count("SELECT count(*) FROM seen") >= 10_000
          && place.count("SELECT count(*) FROM inbox") == 10_000
      }
      #expect(try await Peer.count(Program.setting("AMQP_URL"), place.queue) == 0)
      #expect(try place.count("SELECT count(*) FROM seen") == 10_000)
      #expect(try place.count("SELECT count(DISTINCT number) FROM seen") == 10_000)
      #expect(try place.count("SELECT count(*) FROM dead") == 0)
    }
  }

  static var program: String { get throws { try Program.setting("DISPOSISI_BIN") + "/Fragile" } }
}
