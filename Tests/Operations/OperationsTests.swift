import CoreMetrics
import Foundation
import Operations
import Testing

@Suite struct SettingsTests {
  static func file(_ text: String) throws -> SettingsFile { try file(Data(text.utf8)) }

  static func file(_ bytes: Data) throws -> SettingsFile {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try bytes.write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    return try SettingsFile(path: path.path())
  }

  /// As systemd and Docker read them.
  @Test(arguments: [
    "ROUTER_A=/x\nROUTER_B=2\n", "# first\r\nROUTER_A=/x\r\nROUTER_B=2\r\n", "export ROUTER_A=/x\nROUTER_B=2",
    "ROUTER_A=\"/x\"\n\n  ROUTER_B='2'  \n", "\u{FEFF}ROUTER_A=/x\n; a comment\nROUTER_B=2\n",
  ])
  func aFileIsReadAsOthersReadIt(text: String) throws {
    #expect(try Self.file(text).values == ["ROUTER_A": "/x", "ROUTER_B": "2"])
  }

  @Test(arguments: [
    ("ROUTER_A = 1\n", "line 1: found the name 'ROUTER_A '"),
    ("ROUTER_A= 1\n", "line 1: found a blank after the = of ROUTER_A"),
    ("\nrouter_a=1\n", "line 2: found the name 'router_a'"),
    ("ROUTER_A\n", "line 1: found 'ROUTER_A', expected KEY=value"),
    ("ROUTER_A=\"x\n", "line 1: found a quote that is not closed"),
    ("ROUTER_A=1\nROUTER_A=2\n", "line 2: found ROUTER_A a second time"),
    ("ROUTER_A='a'b'\n", "line 1: found a quote inside"),
  ])
  func whatIsNotUnderstoodIsRefusedWithItsLine(text: String, problem: String) {
    #expect { try Self.file(text) } throws: { "\($0)".contains(problem) }
  }

  @Test func aByteThatIsNotTextIsNamed() {
    #expect { try Self.file(Data([0x41, 0x3D, 0xE9])) } throws: { "\($0)".contains("not UTF-8") }
  }

  @Test func aNameThatMeansNothingIsRefusedWithTheNearest() throws {
    let file = try Self.file("INTAKE_BATCH=5\nROUTER_PREFECTH=100\nROUTER_PREFETCH=7\nTZ=UTC\n")
    var source = SettingsSource(
      prefix: "router", environment: ["ROUTER_PREFETHC": "1", "ROUTER_PORT_5672_TCP": "x"], file: file)
    #expect(source.whole("prefetch", default: 1, in: 1...9, unit: "messages", "how many") == 7)
    #expect { try source.check() } throws: { error in
      let lines = "\(error)".split(separator: "\n")
      return lines.count == 3
        && lines[0].contains("line 2: found 'ROUTER_PREFECTH'") && lines[0].hasSuffix("did you mean ROUTER_PREFETCH?")
        && lines[1].contains("line 4: found 'TZ'") && lines[2].contains("in the environment: found 'ROUTER_PREFETHC'")
    }
  }

  @Test func aSecretIsReadAgainFromItsFile() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: file) }
    try Data("old\n".utf8).write(to: file)
    var source = SettingsSource(prefix: "router", environment: ["ROUTER_KEY_FILE": file.path()])
    let found = source.secret("key", "a key")
    let secret = try #require(found)
    try Data("new\n".utf8).write(to: file)
    #expect(secret.current == "new" && secret.value == "old")
  }

  @Test func theEnvironmentWinsOverTheFile() throws {
    let file = try Self.file("INTAKE_HTTP_HOST=b\nINTAKE_X=c\n")
    var source = SettingsSource(prefix: "intake", environment: ["INTAKE_HTTP_HOST": "a"], file: file)
    #expect(source.text("http.host", default: "d", "host") == "a")
    #expect(source.text("x", default: "d", "x") == "c")
    #expect(source.text("y", default: "d", "y") == "d")
  }

  @Test func allProblemsAreToldAtOnce() {
    var source = SettingsSource(prefix: "intake", environment: ["INTAKE_A": "many", "INTAKE_B": "99"])
    #expect(source.whole("a", default: 1, in: 1...9, unit: "files", "a") == 1)
    #expect(source.whole("b", default: 1, in: 1...9, unit: "files", "b") == 1)
    #expect { try source.check() } throws: { error in
      let text = "\(error)"
      return text.contains("INTAKE_A: found 'many', expected a whole number of files from 1 to 9")
        && text.contains("INTAKE_B")
    }
  }

  @Test func secretsAreReadFromFilesAndNeverShown() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("hush-hush\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var source = SettingsSource(prefix: "router", environment: ["ROUTER_KEY_FILE": file.path()])
    #expect(source.secret("key", "a key")?.value == "hush-hush")
    #expect(!source.printed().contains("hush-hush"))
    #expect(source.printed().contains("ROUTER_KEY"))
  }
}

@Suite struct MetricsRegistryTests {
  @Test func isThePrometheusTextFormat() {
    let registry = MetricsRegistry()
    registry.makeCounter(label: "a.b", dimensions: [("queue", "x\"y")]).increment(by: 2)
    registry.makeCounter(label: "a.b", dimensions: [("queue", "x\"y")]).increment(by: 3)
    registry.makeMeter(label: "depth", dimensions: []).set(Int64(7))
    registry.makeTimer(label: "took", dimensions: []).recordNanoseconds(30_000_000)
    let text = registry.rendered()
    #expect(text.contains("# TYPE a_b_total counter\na_b_total{queue=\"x\\\"y\"} 5\n"))
    #expect(text.contains("depth 7\n"))
    #expect(text.contains("took_seconds_bucket{le=\"0.02\"} 0\ntook_seconds_bucket{le=\"0.1\"} 1\n"))
    #expect(text.contains("took_seconds_count 1\n"))
  }
}

@Suite struct ReadinessTests {
  @Test func namesWhatIsMissing() async {
    let readiness = Readiness()
    readiness.add("a") { nil }
    readiness.add("b", .degraded) { "a little" }
    #expect(await readiness.report() == (.degraded, ["b: a little"]))
    readiness.add("c") { "not yet" }
    #expect(await readiness.report() == (.notReady, ["c: not yet", "b: a little"]))
  }

  /// A probe learns nothing from an answer that comes too late.
  @Test func aCheckThatDoesNotAnswerIsWhatIsWrong() async {
    let readiness = Readiness()
    let (never, _) = AsyncStream.makeStream(of: Void.self)
    readiness.add("a") {
      for await _ in never {}
      return nil
    }
    readiness.add("b") { nil }
    #expect(await readiness.report() == (.notReady, ["a: no answer within a second"]))
  }
}
