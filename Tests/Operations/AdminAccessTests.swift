import Foundation
import Testing

@testable import Operations

/// Who may ask what at a service's admin door.
@Suite struct AdminAccessTests {
  static let token = "sebuah-token-yang-panjang"

  static func refusal(
    _ path: String, host: String? = "127.0.0.1:9000", shows authorization: String? = nil, door: String = "127.0.0.1"
  ) -> AdminAccess.Refusal? {
    AdminAccess(token: Secret(value: token, file: nil), host: door)
      .refusal(path: path, authorization: authorization, host: host)
  }

  @Test(arguments: [
    "/ledger/cases", "/status", "/held/all", "/unacknowledged/intake", "/", "/health", "/metrics/", "/nothing",
  ])
  func whatNamesCasesNeedsTheToken(path: String) {
    #expect(Self.refusal(path) == .tokenIsMissing)
    #expect(Self.refusal(path, shows: "Bearer \(Self.token)") == nil)
  }

  @Test(arguments: [
    "Bearer", "Bearer ", "Bearer sebuah-token-yang-panjanh", "Bearer sebuah-token-yang-panjang ", "Basic \(token)",
    token, "",
  ])
  func anotherTokenOpensNothing(authorization: String) {
    #expect(Self.refusal("/status", shows: authorization) == .tokenIsWrong)
    #expect(Self.refusal("/health/live", shows: authorization) == nil)
  }

  /// A page of a stranger, whose name now points to this machine, makes an operator's browser ask.
  @Test(arguments: ["evil.example", "evil.example:9000", "127.0.0.1.evil.example", "localhost.evil.example", "", nil])
  func aStrangersNameIsNotAnswered(host: String?) {
    #expect(Self.refusal("/metrics", host: host) != nil)
    #expect(Self.refusal("/health/ready", host: host) != nil)
    #expect(Self.refusal("/metrics", host: host, shows: "bearer \(Self.token)") == nil)
  }

  @Test(arguments: ["127.0.0.1", "127.0.0.1:9000", "localhost:9000", "LOCALHOST", "[::1]:9000", "10.1.2.3:80"])
  func anAddressIsAnswered(host: String) { #expect(Self.refusal("/metrics", host: host) == nil) }

  @Test func onANetworkFiguresNeedTheTokenToo() {
    for door in ["0.0.0.0", "::", "10.1.2.3", "intake.internal", "127.evil.example"] {
      #expect(Self.refusal("/metrics", door: door) == .tokenIsMissing)
      #expect(Self.refusal("/health/ready", door: door) == nil)
    }
    for door in ["127.0.0.1", "127.9.9.9", "::1", "localhost"] { #expect(Self.refusal("/metrics", door: door) == nil) }
  }

  @Test func aServiceMakesItsOwnTokenOnce() throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try Secret.adminToken(in: folder, service: "intake")
    #expect(first.value.utf8.count >= 30)
    #expect(try Secret.adminToken(in: folder, service: "intake").value == first.value)
    let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/admin.token")[.posixPermissions] as? Int
    #expect(mode == 0o600)
    // Whoever had the old one is out as soon as another is written, or none.
    let access = AdminAccess(token: first, host: "127.0.0.1")
    func isLetIn(_ token: String) -> Bool {
      access.refusal(path: "/status", authorization: "Bearer \(token)", host: nil) == nil
    }
    #expect(isLetIn(first.value) && access.problem == nil)
    for text in ["sebuah-token-yang-lain\n", "pendek", ""] {
      try Data(text.utf8).write(to: URL(filePath: "\(folder)/admin.token"))
      let token = text.trimmingCharacters(in: .newlines)
      #expect(!isLetIn(first.value) && isLetIn(token) == (token.count > 16))
      #expect((access.problem == nil) == (token.count > 16))
    }
    try FileManager.default.removeItem(atPath: "\(folder)/admin.token")
    #expect(!isLetIn(first.value) && access.problem?.contains("cannot be read") == true)
    // One that is no text is somebody's: it is not written over.
    try Data([0x41, 0xFF, 0xFE]).write(to: URL(filePath: "\(folder)/admin.token"))
    #expect(throws: SettingsProblems.self) { try Secret.adminToken(in: folder, service: "intake") }
    // One that a crash left empty.
    try Data().write(to: URL(filePath: "\(folder)/admin.token"))
    #expect(try Secret.adminToken(in: folder, service: "intake").value != first.value)
    #expect(throws: SettingsProblems.self) { try Secret.adminToken(in: folder + "/none", service: "intake") }
  }
}
