import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// The classifier of a running house: corrected by people, taught, switched, switched back; places imported.
@Suite(.serialized, .timeLimit(.minutes(10))) struct ClassifierJourneyTests {
  static func status() async throws -> String { try await House.status() }

  static func waitForStatus(_ text: String) async throws {
    _ = try await eventually("the status tells '\(text)'") { try await status().contains(text) ? true : nil }
  }

  @Test func aCorrectionMovesTheCaseAndIsLearntWhenSomebodySaysSo() async throws {
    let model = NSTemporaryDirectory() + "\(UUID().uuidString).model"
    // Nothing that the model knows: the call centre has it.
    let report = try await House.report([
      "text": "Qwx zyv kambingku.", "channel": "web", "form": ["region": "35.78", "membership_area": "kabkota"],
    ])
    _ = try await House.receive(report.number, at: "triase")
    let reply = try await House.reply(
      [
        "number": report.number, "action": "correct", "topic": "ksp.simpanan", "kind": "pengaduan",
        "text": "Pelapor menyimpan uang hasil kambing.",
      ], by: "triase")
    #expect(reply.status == 0)
    let routed = try await House.receive(report.number, at: "dinas.35.78")
    #expect(routed.body.contains("ksp.simpanan"))
    #expect(try await House.tool("router", "explain", report.number).contains("unit       dinas.35.78"))
    try await Self.waitForStatus("1 kept; learn them with `classifier train`")
    let before = try await House.tool("classifier", "models")
    #expect(before.contains("came with the program"))

    let trained = try await House.tool("classifier", "train", "--with-corrections", "--model", model)
    let id = String(trained.prefix { $0 != ":" })
    let comparison = try await House.tool("classifier", "compare", "live", model)
    #expect(comparison.contains("1 corrections, 1 of which the new model has learnt"))
    #expect(comparison.contains("cases of the last 31 days"))
    #expect(try await House.tool("classifier", "models", "use", model) == "\(id) is in force\n")
    try await Self.waitForStatus("model\t\(id)")
    let next = try await House.report(House.complaint(region: "35.78"))
    #expect(try await House.receive(next.number, at: "dinas.35.78").body.contains(id))
    // The first case keeps the model that had it then; one command takes the switch back.
    #expect(!routed.body.contains(id))
    let undone = try await House.tool("classifier", "models", "undo")
    try await Self.waitForStatus("model\t\(undone.prefix { $0 != " " })")
    #expect(try await House.tool("classifier", "models").contains("took \(id) back"))
  }

  @Test func importedPlacesAndCooperativesAreTakenWhileTheClassifierRuns() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("code,name,level\n35.09.12,Wuluhan,kecamatan\n".utf8).write(to: URL(filePath: folder + "/kec.csv"))
    try Data("name,nik,region,kind,membership_area\nKSP Kambing Etawa,3509010000001,35.10,,kabkota\n".utf8)
      .write(to: URL(filePath: folder + "/koperasi.csv"))
    let places = try await House.tool(
      "disposisi", "places", "import", folder + "/kec.csv", "--to", House.get("CLASSIFIER_PLACES"))
    #expect(places.contains("1 kecamatan, 0 villages"))
    let registry = try await House.tool(
      "disposisi", "cooperatives", "import", folder + "/koperasi.csv", "--to", House.get("CLASSIFIER_COOPERATIVES"))
    #expect(registry.contains("1 cooperatives"))
    let text = "Simpanan berjangka saya di KSP sudah jatuh tempo tetapi tidak bisa ditarik"
    try await Self.waitForStatus("known\t553 places, 1 cooperatives")
    let first = try await House.report([
      "text": "\(text), kantornya di kec. Wuluhan.", "channel": "web", "form": ["membership_area": "kabkota"],
    ])
    _ = try await House.receive(first.number, at: "dinas.35.09")
    let report = try await House.report([
      "text": "\(text). Koperasinya ksp kambing etawa.", "channel": "web", "form": [:] as [String: String],
    ])
    let routed = try await House.receive(report.number, at: "dinas.35.10")
    #expect(routed.body.contains("3509010000001"))
  }

  @Test func whoOnlyGetsACopyReadsNoPersonalNumbers() async throws {
    let numbers = "NIK 9999990101900001, WA 0800-0000-1177"
    let report = try await House.report(House.complaint(region: "33.12", text: numbers))
    #expect(try await House.receive(report.number, at: "dinas.33.12").body.contains("9999990101900001"))
    let copy = try await House.receive(report.number, at: "deputi.pengawasan")
    #expect(copy.body.contains("[NIK], WA [nomor telepon]"))
    #expect(!copy.body.contains("9999990101900001") && !copy.body.contains("0800-0000-1177"))
    for log in RunningSystem.services {
      let text = try String(contentsOfFile: House.get("DISPOSISI_RUN") + "/log/\(log).log", encoding: .utf8)
      #expect(!text.contains("9999990101900001") && !text.contains("0800-0000-1177"), "\(log)")
    }
  }
}
