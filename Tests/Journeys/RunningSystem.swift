import Contract
import Foundation
import TestKit

/// The house that `compose/test` has started, as citizens, units and operators see it.
enum RunningSystem {
  static let services = ServiceName.allCases.map(\.rawValue)

  static func get(_ name: String) throws -> String { try Program.setting(name) }

  struct Receipt: Decodable {
    let number: String
    let code: String
  }

  /// Reports over HTTP with curl, which tries again while the door is closed.
  static func report(_ json: [String: Any], key: String = UUID().uuidString) async throws -> Receipt {
    let body = String(decoding: try JSONSerialization.data(withJSONObject: json, options: .sortedKeys), as: UTF8.self)
    let output = try await Program.succeed(
      [
        "curl", "-sS", "--fail-with-body", "--retry", "20", "--retry-connrefused", "--retry-delay", "1", "-X", "POST",
        try get("INTAKE_URL") + "/cases", "-H", "Content-Type: application/json", "-H", "Idempotency-Key: \(key)", "-d",
        "@-",
      ], input: body)
    return try JSONDecoder().decode(Receipt.self, from: Data(output.utf8))
  }

  /// A complaint that the word lists are sure about.
  static func complaint(region: String, text: String = "", email: String? = nil) -> [String: Any] {
    var json: [String: Any] = [
      "text": "Simpanan berjangka saya di KSP Makmur sudah jatuh tempo tetapi tidak bisa ditarik. \(text)",
      "channel": "web",
      "form": ["region": region, "membership_area": "kabkota"],
    ]
    if let email { json["reporter"] = ["name": "Siti Aminah", "email": email, "phone": "081234567890"] }
    return json
  }

  static func state(of number: String) async throws -> String {
    let output = try await Program.succeed(["curl", "-sS", try get("INTAKE_URL") + "/cases/\(number)"])
    let json = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    return json?["state"] as? String ?? ""
  }

  static func waitFor(_ state: String, of number: String) async throws {
    _ = try await eventually("case \(number) is \(state)") { try await self.state(of: number) == state ? true : nil }
  }

  static func password(of account: String) throws -> String {
    let lines = try String(contentsOfFile: get("DISPOSISI_PASSWORDS"), encoding: .utf8).split(separator: "\n")
    return lines.first { $0.hasPrefix("\(account)=") }.map { String($0.dropFirst(account.count + 1)) } ?? ""
  }

  /// The address of an account at the broker.
  static func url(of account: String) throws -> String {
    try get("DISPOSISI_BROKER").replacing("amqp://", with: "amqp://\(account):\(password(of: account))@")
  }

  /// Everything a unit's queue holds, until an event of the case is among it.
  /// - Parameter type: of an event whose id is not the case's, such as a refusal; it names the case then.
  static func receive(_ number: String, at unit: String, _ type: String? = nil) async throws -> Peer.Received {
    try await eventually("\(unit) has \(number)") {
      let messages = try await Peer.drain(url(of: unit), "unit.\(unit)", count: 500, seconds: 1)
      return messages.first { message in
        guard let type else { return message.messageID?.hasPrefix("\(number).") == true }
        return message.type == type && message.body.contains(number)
      }
    }
  }

  static func reply(_ body: [String: Any], by unit: String, as user: String? = nil) async throws -> Program.Outcome {
    let text = String(decoding: try JSONSerialization.data(withJSONObject: body), as: UTF8.self)
    return try await reply(text, by: unit, as: user)
  }

  static func reply(_ text: String, by unit: String, as user: String? = nil) async throws -> Program.Outcome {
    try await Peer.send(
      url(of: unit), exchange: "replies", key: unit,
      properties: ["user_id": user ?? unit, "message_id": UUID().uuidString], body: text)
  }

  /// A mail address that no other test uses.
  static func address() -> String { "\(UUID().uuidString.prefix(12).lowercased())@example.org" }

  /// The mails to an address, decoded.
  static func mails(to address: String) throws -> [String] {
    let folder = try get("MAIL_DIR") + "/new"
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return try files.sorted().compactMap { file in
      let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
      guard text.contains("To: \(address)\n"), let gap = text.range(of: "\n\n") else { return nil }
      let body = Data(base64Encoded: String(text[gap.upperBound...]), options: .ignoreUnknownCharacters) ?? Data()
      return text[..<gap.lowerBound] + "\n\n" + String(decoding: body, as: UTF8.self)
    }
  }

  /// Runs one of the services' executables as an operator does.
  static func tool(_ service: String, _ words: String...) async throws -> String {
    let data = service == "disposisi" ? [:] : ["\(service.uppercased())_DATA": try get("\(service.uppercased())_DATA")]
    return try await Program.succeed([try get("DISPOSISI_BIN") + "/" + service] + words, environment: data)
  }

  /// What `disposisi status` prints, whatever it thinks of it: other tests leave dead letters behind.
  static func status() async throws -> String {
    try await Program.run([try get("DISPOSISI_BIN") + "/disposisi", "status"]).output
  }

  /// A page of a service's admin door, as who has its token sees it.
  static func page(_ page: String, of service: String) async throws -> String {
    let upper = service.uppercased()
    let token = try String(contentsOfFile: "\(get("\(upper)_DATA"))/admin.token", encoding: .utf8)
    let header = "Authorization: Bearer \(token.trimmingCharacters(in: .newlines))"
    return try await Program.succeed(["curl", "-sS", "--fail", "-H", header, "\(get("\(upper)_ADMIN_URL"))/\(page)"])
  }

  static func processID(_ name: String) throws -> pid_t {
    let text = try String(contentsOfFile: get("DISPOSISI_RUN") + "/\(name).pid", encoding: .utf8)
    return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
  }

  /// Ends a process and returns once it is gone.
  static func end(_ name: String, by signal: Int32) async throws {
    let id = try processID(name)
    kill(id, signal)
    _ = try await eventually("\(name) is gone") { kill(id, 0) == 0 ? nil : true }
  }

  /// The environment of a second house, which has ports and a rule book of its own.
  static func apart(in run: String) -> [String: String] {
    let names = [
      "BROKER_MANAGEMENT", "BROKER_TLS", "INTAKE_HTTP_PORT", "SMTP_PORT", "BROKER_PORT", "BROKER_TLS_PORT",
      "BROKER_MANAGEMENT_PORT", "ROUTER_BOOK", "ROUTER_CANDIDATE",
    ]
    return Dictionary(uniqueKeysWithValues: names.map { ($0, "") }).merging(["DISPOSISI_RUN": run]) { $1 }
  }

  /// Starts what is down.
  static func up() async throws {
    try await Program.succeed([Program.root + "compose/up", "--detach"])
  }
}
