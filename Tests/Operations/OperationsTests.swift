import CoreMetrics
import Foundation
import Operations
import Testing

@Suite struct SettingsTests {
  @Test func theEnvironmentWinsOverTheFile() {
    var source = SettingsSource(
      prefix: "intake", environment: ["INTAKE_HTTP_HOST": "a"], file: ["INTAKE_HTTP_HOST": "b", "INTAKE_X": "c"])
    #expect(source.text("http.host", default: "d", "host") == "a")
    #expect(source.text("x", default: "d", "x") == "c")
    #expect(source.text("y", default: "d", "y") == "d")
  }

  @Test func allProblemsAreToldAtOnce() {
    var source = SettingsSource(prefix: "intake", environment: ["INTAKE_A": "many", "INTAKE_B": "99"])
    #expect(source.whole("a", default: 1, in: 1...9, unit: "files", "a") == 1)
    #expect(source.whole("b", default: 1, in: 1...9, unit: "files", "b") == 1)
    _ = source.requiredText("c", example: "x", "c")
    #expect { try source.check() } throws: { error in
      let text = "\(error)"
      return text.contains("INTAKE_A: found 'many', expected a whole number of files from 1 to 9")
        && text.contains("INTAKE_B") && text.contains("INTAKE_C is missing")
    }
  }

  @Test func secretsAreReadFromFilesAndNeverShown() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("hush-hush\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    var source = SettingsSource(prefix: "router", environment: ["ROUTER_KEY_FILE": file.path()])
    #expect(source.secret("key", "a key") == "hush-hush")
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
    readiness.add("b") { "not yet" }
    #expect(await readiness.problems() == ["b: not yet"])
  }
}
