import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// The rule book of a running house: changed, refused, tried beside, asked.
@Suite(.serialized, .timeLimit(.minutes(5))) struct RuleTests {
  static func write(_ text: String, to file: String, in folder: String = "ROUTER_BOOK") throws {
    try Data(text.utf8).write(to: URL(filePath: House.get(folder) + "/" + file), options: .atomic)
  }

  static func read(_ file: String) throws -> String {
    try String(contentsOfFile: House.get("ROUTER_BOOK") + "/" + file, encoding: .utf8)
  }

  static func rule(_ id: String, region: String, to unit: String) -> String {
    """
    rules:
      - id: \(id)
        when: {topic: ksp.simpanan, region: \(region)}
        to: \(unit)
        deadline: biasa
        reason: Percobaan di satu daerah.
        source: surat tugas
        owner: sekretariat
        examples:
          - given: {region: \(region)}
            unit: \(unit)
        counterexamples:
          - given: {region: 35.78}
            rule: ksp.simpanan

    """
  }

  static func status() async throws -> String { try await House.status() }

  static func waitForStatus(_ text: String) async throws {
    _ = try await eventually("the status tells '\(text)'") { try await status().contains(text) ? true : nil }
  }

  /// The id of the book that lies in a folder now.
  static func bookID(_ folder: String = "ROUTER_BOOK") async throws -> String {
    let output = try await House.tool("router", "rules", "check", "--book", House.get(folder))
    return output.split(separator: "\n").last?.prefix { $0 != ":" }.description ?? ""
  }

  @Test func aNewRuleIsTakenWhileTheRouterRunsAndABadOneRefused() async throws {
    let before = try await Self.bookID()
    try await Self.waitForStatus("book\t\(before)")
    try Self.write(Self.rule("percobaan.bontang", region: "64.74", to: "deputi.usaha"), to: "rules/percobaan.yaml")
    try await Self.waitForStatus("book\t\(Self.bookID()), 26 rules")
    let first = try await House.report(House.complaint(region: "64.74"))
    let message = try await House.receive(first.number, at: "deputi.usaha")
    #expect(message.body.contains("percobaan.bontang") && message.body.contains("surat tugas"))
    // A bad book changes nothing but the status and the metric.
    try Self.write("rules:\n  - {id: x, wenn: {topic: ksp}}\n", to: "rules/salah.yaml")
    try await Self.waitForStatus("REFUSED: rules/salah.yaml:2:13: found 'wenn'")
    let metrics = try await Program.succeed(["curl", "-sS", try House.get("ROUTER_ADMIN_URL") + "/metrics"])
    #expect(metrics.contains(#"disposisi_book_is_refused{role="live"} 1"#))
    let second = try await House.report(House.complaint(region: "64.74"))
    _ = try await House.receive(second.number, at: "deputi.usaha")
    // Without the rule the cases go where they went; the first one is still explained by the book that decided it.
    for file in ["rules/salah.yaml", "rules/percobaan.yaml"] {
      try FileManager.default.removeItem(atPath: House.get("ROUTER_BOOK") + "/" + file)
    }
    try await Self.waitForStatus("book\t\(before), 25 rules\n")
    let third = try await House.report(House.complaint(region: "64.74"))
    _ = try await House.receive(third.number, at: "dinas.64.74")
    let explanation = try await House.tool("router", "explain", first.number)
    #expect(explanation.contains("rule       percobaan.bontang  (rules/percobaan.yaml:2:5)"))
    #expect(explanation.contains("path       the rule names deputi.usaha"))
    #expect(explanation.contains("near miss  ksp.simpanan: it fits too, but is less specific"))
  }

  @Test func hangUpTakesTheBookAgain() async throws {
    let log = try House.get("DISPOSISI_RUN") + "/log/router.log"
    let before = try String(contentsOfFile: log, encoding: .utf8).components(separatedBy: "rule book taken").count
    kill(try House.processID("router"), SIGHUP)
    // The one in force and the candidate.
    _ = try await eventually("both are taken") {
      try String(contentsOfFile: log, encoding: .utf8).components(separatedBy: "rule book taken").count >= before + 2
        ? true : nil
    }
  }

  @Test func aCandidateIsTriedInTheShadow() async throws {
    try Self.write(
      Self.rule("calon.tarakan", region: "65.71", to: "deputi.usaha"), to: "rules/calon.yaml", in: "ROUTER_CANDIDATE")
    try await Self.waitForStatus("candidate\t\(Self.bookID("ROUTER_CANDIDATE")), 26 rules, decides for nobody (shadow)")
    let receipt = try await House.report(House.complaint(region: "65.71"))
    _ = try await House.receive(receipt.number, at: "dinas.65.71")
    let differences = try await House.tool("router", "rules", "differences")
    #expect(differences.contains("\(receipt.number)  dinas.65.71 (ksp.simpanan) → deputi.usaha (calon.tarakan)"))
    // Then it decides, for one province.
    let settings = try Self.read("book.yaml") + "\ntrial: {provinces: [65]}\n"
    try Self.write(settings, to: "book.yaml", in: "ROUTER_CANDIDATE")
    try await Self.waitForStatus("decides for provinces 65")
    let second = try await House.report(House.complaint(region: "65.71"))
    _ = try await House.receive(second.number, at: "deputi.usaha")
    try FileManager.default.removeItem(atPath: House.get("ROUTER_CANDIDATE") + "/rules/calon.yaml")
    try Self.write(Self.read("book.yaml"), to: "book.yaml", in: "ROUTER_CANDIDATE")
    try await Self.waitForStatus("25 rules, decides for nobody (shadow)")
  }

  /// A unit that works day and night, so that this does not depend on when the test runs.
  @Test func whatIsOverdueGoesUpTheLineByTheClock() async throws {
    let (units, calendars) = (try Self.read("units.yaml"), try Self.read("calendars.yaml"))
    try Self.write(
      calendars + "  - {id: selalu, name: Selalu, observes: [], hours: {monday-sunday: [00:00-24:00]}}\n",
      to: "calendars.yaml")
    try Self.write(units + "  - {code: dinas.76.05, calendar: selalu}\n", to: "units.yaml")
    try await Self.waitForStatus("book\t\(Self.bookID())")
    let receipt = try await House.report(House.complaint(region: "76.05"))
    _ = try await House.receive(receipt.number, at: "dinas.76.05")
    let database = try House.get("ROUTER_DATA") + "/state.sqlite"
    try await Program.succeed([
      "sqlite3", database, ".timeout 10000",
      """
      BEGIN IMMEDIATE;
      UPDATE assignments SET due_at = 1, is_reminded = 1 WHERE number = '\(receipt.number)';
      UPDATE timers SET due_at = 1, kind = 'overdue' WHERE number = '\(receipt.number)';
      COMMIT;
      """,
    ])
    let warned = try await House.receive(receipt.number, at: "dinas.76")
    #expect(warned.body.contains("case.overdue.v1") && warned.body.contains("KSP Makmur"))
    // The office of the province may act now; then the case is its own.
    #expect(
      try await House.reply(["number": receipt.number, "action": "answer", "text": "Kami tangani."], by: "dinas.76")
        .status == 0)
    try await House.waitFor("answered", of: receipt.number)
    try Self.write(units, to: "units.yaml")
    try Self.write(calendars, to: "calendars.yaml")
    try await Self.waitForStatus("book\t\(Self.bookID())")
  }

  @Test func aDecreedHolidayMovesOpenDeadlinesOnceItIsWritten() async throws {
    let holidays = try Self.read("holidays.csv")
    let receipt = try await House.report(House.complaint(region: "62.71"))
    try await House.waitFor("routed", of: receipt.number)
    func due() async throws -> String {
      let output = try await Program.succeed(["curl", "-sS", try House.get("INTAKE_URL") + "/cases/\(receipt.number)"])
      let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
      return json?["due_at"] as? String ?? ""
    }
    let before = try await eventually("it has a deadline") { try await due().isEmpty ? nil : try await due() }
    // The day of the deadline itself becomes a holiday.
    let file = NSTemporaryDirectory() + "libur-\(UUID().uuidString).csv"
    try Data("date,class,name,source\n\(before.prefix(10)),libur,Hari Percobaan,SKB percobaan\n".utf8).write(
      to: URL(filePath: file))
    let shown = try await House.tool("router", "calendar", "import", file)
    #expect(
      shown.contains("new    \(before.prefix(10))  libur  Hari Percobaan") && shown.contains("nothing is written"))
    #expect(shown.contains("moves  \(receipt.number)  dinas.62.71  \(before.prefix(10)) → "))
    #expect(try await House.tool("router", "calendar", "import", file, "--yes").contains("written: "))
    _ = try await eventually("the public deadline has moved") { try await due() > before ? true : nil }
    try Self.write(holidays, to: "holidays.csv")
    _ = try await eventually("and back") { try await due() == before ? true : nil }
  }

  @Test func threeReportsOfOneCooperativeAreASituation() async throws {
    let name = "KSP Situasi \(UUID().uuidString.prefix(8))"
    var last = ""
    for _ in 0..<3 {
      var json = House.complaint(region: "17.71")
      json["form"] = ["region": "17.71", "membership_area": "kabkota", "cooperative": name]
      last = try await House.report(json).number
    }
    _ = try await eventually("the unit sees two others") {
      try await Peer.drain(House.url(of: "dinas.17.71"), "unit.dinas.17.71", count: 1, seconds: 5)
        .first { $0.body.contains("case.routed.v1") && $0.body.contains(last) && $0.body.contains(#""others":2"#) }
    }
    let warning = try await eventually("the deputy is warned") {
      try await Peer.drain(House.url(of: "deputi.pengawasan"), "unit.deputi.pengawasan", count: 1, seconds: 5)
        .first {
          $0.body.contains("situation.noticed.v1") && $0.body.contains(name.lowercased().replacing("-", with: " "))
        }
    }
    #expect(warning.body.contains(last))
  }

  @Test func theBrokerIsAskedForQueuesAndListeners() async throws {
    let run = try House.get("DISPOSISI_RUN")
    let live = try await House.tool("router", "rules", "check", "--live", "--definitions", run + "/definitions.json")
    #expect(live.contains("warning no-listener") && live.contains("nobody listens to 56"))
    #expect(live.contains("0 errors"))
    let units = try Self.read("units.yaml") + "  - {code: deputi.baru, name: Deputi Baru}\n"
    let folder = NSTemporaryDirectory() + "buku-\(UUID().uuidString)"
    try await Program.succeed(["cp", "-r", try House.get("ROUTER_BOOK"), folder])
    try Data(units.utf8).write(to: URL(filePath: folder + "/units.yaml"))
    let missing = try await Program.run([
      try House.get("DISPOSISI_BIN") + "/router", "rules", "check", "--live", "--book", folder,
    ])
    #expect(missing.status == 1)
    #expect(missing.output.contains("error no-queue units.yaml") && missing.output.contains("unit.deputi.baru"))
  }

  @Test func pastCasesAreReplayedUnderANewBook() async throws {
    let receipt = try await House.report(House.complaint(region: "71.71"))
    try await House.waitFor("routed", of: receipt.number)
    let folder = NSTemporaryDirectory() + "buku-\(UUID().uuidString)"
    try await Program.succeed(["cp", "-r", try House.get("ROUTER_BOOK"), folder])
    try Data(Self.rule("percobaan.manado", region: "71.71", to: "deputi.usaha").utf8)
      .write(to: URL(filePath: folder + "/rules/percobaan.yaml"))
    let report = try await House.tool("router", "rules", "backtest", folder, "--markdown")
    #expect(report.contains("| ksp.simpanan | 71 Sulawesi Utara | dinas.71.* | deputi.usaha |"))
    #expect(report.contains(receipt.number))
    let limited = try await Program.run(
      [try House.get("DISPOSISI_BIN") + "/router", "rules", "backtest", folder, "--max-changed", "0"],
      environment: ["ROUTER_DATA": try House.get("ROUTER_DATA")])
    #expect(limited.status == 1 && limited.errors.contains("more than --max-changed 0"))
  }
}
