import Contract
import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// Every account tries everything at the broker: what it may do is listed here, and nothing else succeeds.
@Suite(.serialized, .timeLimit(.minutes(5))) struct AccountTests {
  static let rights: [(account: String, own: [String], may: Set<String>)] = [
    ("intake", ["intake"], ["consume intake", "publish intake.facts"]),
    ("classifier", ["classifier"], ["consume classifier", "publish classifier.facts"]),
    (
      "router", ["router", "router.replies"], ["consume router", "consume router.replies", "publish router.facts"]
    ),
    ("notifier", ["notifier"], ["consume notifier"]),
    ("dinas.35.78", ["unit.dinas.35.78"], ["consume unit.dinas.35.78", "publish replies dinas.35.78"]),
    ("triase", ["unit.triase"], ["consume unit.triase", "publish replies triase"]),
  ]

  @Test(arguments: rights.indices)
  func anAccountMayDoItsJobAndNothingElse(index: Int) async throws {
    let (account, own, may) = Self.rights[index]
    let output = try await Program.succeed([
      "/usr/bin/python3", Program.root + "Tests/TestKit/intruder.py", try House.url(of: account), account,
      own.joined(separator: ","),
    ])
    #expect(Set(output.split(separator: "\n").map(String.init)) == may)
  }

  /// The management API knows the accounts, and lets none of them in but the operator's.
  @Test(arguments: ServiceName.allCases.map(\.rawValue) + ["dinas.35.78", "triase", "operator"])
  func theManagementAPIIsForOperators(account: String) async throws {
    let port = try Program.setting("BROKER_MANAGEMENT_PORT")
    let password = try House.password(of: account)
    for page in ["overview", "definitions", "queues/disposisi/intake", "users"] {
      let status = try await Program.succeed(
        ["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "-K", "-", "http://127.0.0.1:\(port)/api/\(page)"],
        input: "user = \"\(account):\(password)\"\n")
      // What only administrators may see, the operator's account does not see either.
      let isOpen = account == "operator" && page != "definitions" && page != "users"
      #expect(isOpen ? status == "200" : status == "401", "\(page): \(status)")
    }
  }

  /// Secrets are in files and environments: who looks at processes, logs and settings sees none.
  @Test func noSecretIsToBeSeen() async throws {
    let run = try House.get("DISPOSISI_RUN")
    let passwords = try String(contentsOfFile: run + "/passwords", encoding: .utf8).split(separator: "\n").compactMap {
      $0.split(separator: "=", maxSplits: 1).last.map(String.init)
    }
    let smtp = try String(contentsOfFile: run + "/secrets/smtp", encoding: .utf8).trimmingCharacters(in: .newlines)
    let secrets = passwords + [smtp]
    #expect(secrets.count > 560)
    var seen: [(String, String)] = []
    seen.append(("ps", try await Program.succeed(["ps", "-eww", "-o", "args"])))
    for file in try FileManager.default.contentsOfDirectory(atPath: run + "/log") {
      seen.append((file, String(decoding: try Data(contentsOf: URL(filePath: "\(run)/log/\(file)")), as: UTF8.self)))
    }
    let bin = try House.get("DISPOSISI_BIN")
    for service in RunningSystem.services {
      let broker = try House.url(of: service)
      let environment = [
        "\(service.uppercased())_BROKER": broker, "NOTIFIER_SMTP_PASSWORD": smtp,
        "\(service.uppercased())_DATA": NSTemporaryDirectory() + UUID().uuidString,
      ]
      // Also where the password was put into the address, and where something else is wrong.
      for more in [[:], ["\(service.uppercased())_BATCH": broker], ["\(service.uppercased())_BROKER": broker + "\\"]] {
        let check = try await Program.run(
          [bin + "/\(service)", "check"], environment: environment.merging(more) { $1 })
        seen.append(("\(service) check", check.output + check.errors))
      }
    }
    let wrong = try await Program.run(
      [bin + "/disposisi", "status"],
      environment: ["AMQP_URL": try House.url(of: "operator").replacing("@", with: "x@")])
    #expect(wrong.status != 0)
    seen.append(("a wrong password", wrong.output + wrong.errors))
    for (place, text) in seen {
      #expect(secrets.filter { text.contains($0) }.isEmpty, "\(place)")
    }
  }

  /// Also where whoever starts it has read the operator's addresses and passwords, as these tests have.
  @Test(arguments: RunningSystem.services + ["smtp"])
  func aServiceKnowsOnlyItsOwn(name: String) async throws {
    try await House.end(name, by: SIGTERM)
    try await House.up()
    let bytes = try Data(contentsOf: URL(filePath: "/proc/\(House.processID(name))/environ"))
    let known = bytes.split(separator: 0).map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }
    let common: Set = ["PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "SHLVL", "DISPOSISI_HOUSE"]
    let strange = known.filter {
      !common.contains($0) && !$0.hasSuffix("SAN_OPTIONS") && !$0.hasPrefix("\(name.uppercased())_")
    }
    #expect(known.contains("DISPOSISI_HOUSE") && strange.isEmpty, "\(strange)")
  }

  /// A user of the machine who is none of ours, and a page that an operator's browser shows.
  @Test(arguments: RunningSystem.services)
  func theAdminDoorAsksWhoIsThere(service: String) async throws {
    let upper = service.uppercased()
    let (url, data) = (try House.get("\(upper)_ADMIN_URL"), try House.get("\(upper)_DATA"))
    func status(_ page: String, _ words: String...) async throws -> String {
      try await Program.succeed(["curl", "-sS", "-o", "/dev/null", "-w", "%{http_code}", "\(url)/\(page)"] + words)
    }
    let token = try String(contentsOfFile: "\(data)/admin.token", encoding: .utf8).trimmingCharacters(in: .newlines)
    for page in ["ledger/cases", "ledger/dead", "held/all", "status", "unacknowledged/\(service)"] {
      #expect(try await status(page) == "401")
      #expect(try await status(page, "-H", "Authorization: Bearer \(token)x") == "401")
      #expect(try await status(page, "-H", "Authorization: Bearer \(token)") == "200")
    }
    for page in ["metrics", "health/ready"] {
      #expect(try await status(page) == "200")
      #expect(try await status(page, "-H", "Host: evil.example") == "403")
    }
    let mode = try FileManager.default.attributesOfItem(atPath: "\(data)/admin.token")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    // The tool on a machine that knows the address alone is told what it lacks.
    let asked = try await Program.run(
      [try House.get("DISPOSISI_BIN") + "/disposisi", "status"], environment: ["\(upper)_DATA": "/nowhere"])
    #expect(
      asked.output.contains(
        "\(service)\t\(url) asks for its token: \(upper)_ADMIN_TOKEN_FILE names its file"))
  }
}
