import Foundation
import Testing
import TestKit

private typealias House = RunningSystem

/// A second house, over TLS alone.
@Suite(.serialized, .timeLimit(.minutes(5))) struct TLSTests {
  @Test func theWholeHouseRunsOverTLS() async throws {
    let run = NSTemporaryDirectory() + "disposisi-tls-\(UUID().uuidString.prefix(8))"
    defer { try? FileManager.default.removeItem(atPath: run) }
    let environment = House.apart(in: run)
    do {
      let up = try await Program.succeed(
        [Program.root + "compose/up", "--tls", "--detach", "--demo"], environment: environment)
      for door in ["broker", "intake", "mail"] {
        let line = up.split(separator: "\n").first { $0.hasPrefix("  \(door) ") }
        #expect(line?.contains("TLSv1.3") == true && line?.contains("TLS 1.1 and old suites refused") == true, "\(up)")
      }
      for service in RunningSystem.services {
        #expect(up.contains("\(service)\tEXTERNAL\ttlsv1.3"))
      }
      let ledger = """
        set -a; . \(run)/env; set +a
        "$DISPOSISI_BIN/disposisi" ledger && grep -l "Koperasi" "$MAIL_DIR"/new/* | wc -l
        AMQP_CA=$TLS_DIR/stranger.pem "$DISPOSISI_BIN/disposisi" ledger --wait 0 || echo "with another authority: $?"
        """
      let looked = try await Program.succeed(["bash", "-c", ledger], environment: environment)
      #expect(looked.contains("it adds up") && looked.contains("with another authority: 2"), "\(looked)")
    } catch {
      _ = try? await Program.run([Program.root + "compose/down"], environment: environment)
      throw error
    }
    try await Program.succeed([Program.root + "compose/down"], environment: environment)
  }

  static let wrong: [(settings: [String: String], problem: String)] = [
    (["INTAKE_HTTP_CERTIFICATE": "/nowhere.pem", "INTAKE_HTTP_KEY": "/nowhere.key"], "INTAKE_HTTP_CERTIFICATE"),
    (["INTAKE_HTTP_CERTIFICATE": "TLS/door.pem"], "is wanted with http.certificate"),
    (["INTAKE_HTTP_CERTIFICATE": "TLS/smtp.pem", "INTAKE_HTTP_KEY": "TLS/ca.key"], "does not belong to"),
    (["INTAKE_HTTP_CERTIFICATE": "TLS/smtp.key", "INTAKE_HTTP_KEY": "TLS/smtp.key"], "not a file of certificates"),
  ]

  @Test(arguments: wrong.indices)
  func aWrongCertificateIsFoundBeforeTheStart(index: Int) async throws {
    let tls = try Program.setting("TLS_DIR")
    let settings = Self.wrong[index].settings.mapValues { $0.replacing("TLS/", with: tls + "/") }
    let check = try await Program.run([try House.get("DISPOSISI_BIN") + "/intake", "check"], environment: settings)
    #expect(check.status != 0 && check.errors.contains(Self.wrong[index].problem), "\(check.errors)")
  }

  /// The mail server is believed only with a certificate of the authority that was named, and needs TLS at all.
  @Test(arguments: [("ca.pem", true), ("stranger.pem", false)])
  func theMailServerMustShowItsCertificate(authority: String, isTaken: Bool) async throws {
    let data = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: data) }
    let port = try #require(
      try String(contentsOfFile: House.get("DISPOSISI_RUN") + "/ports", encoding: .utf8).split(separator: "\n")
        .first { $0.hasPrefix("SMTP_PORT=") }?.split(separator: "=").last)
    let address = House.address()
    // The running notifier stops meanwhile, so that this one hears the queue.
    try await House.end("notifier", by: SIGTERM)
    let command = """
      "$DISPOSISI_BIN/notifier" serve --settings compose/notifier.env > /dev/null 2>&1 & echo $!
      """
    let id = try await Program.succeed(
      ["bash", "-c", command],
      environment: [
        "NOTIFIER_DATA": data, "NOTIFIER_BROKER": try House.url(of: "notifier"),
        "NOTIFIER_SMTP_SERVER": "smtp://localhost:\(port)",
        "NOTIFIER_SMTP_PASSWORD_FILE": try House.get("DISPOSISI_RUN") + "/secrets/smtp",
        "NOTIFIER_SMTP_CA": try Program.setting("TLS_DIR") + "/" + authority,
      ]
    ).trimmingCharacters(in: .newlines)
    let receipt = try await House.report(House.complaint(region: "35.11", email: address))
    func line() async throws -> String? {
      let list = try await Program.run(
        [try House.get("DISPOSISI_BIN") + "/notifier", "notices", "list"], environment: ["NOTIFIER_DATA": data])
      return list.output.split(separator: "\n").first { $0.contains("\(receipt.number).1.case.received") }.map(
        String.init)
    }
    let found = try await eventually("the receipt was tried") { () -> String? in
      guard let line = try await line(), line.hasPrefix("sent") || !line.contains("attempts 0") else { return nil }
      return line
    }
    kill(try #require(pid_t(id)), SIGTERM)
    _ = try await eventually("it is gone") { kill(pid_t(id) ?? 0, 0) == 0 ? nil : true }
    try await House.up()
    #expect(found.hasPrefix(isTaken ? "sent" : "owed") && (isTaken || found.contains("certificate")), "\(found)")
  }
}
