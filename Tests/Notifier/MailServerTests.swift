import Foundation
import Testing
import TestKit

@testable import NotifierService

/// What becomes of a mail, by what a real server says at which step.
@Suite struct MailServerTests {
  /// Answers one step of a session with a number of its own, all others as it should.
  private static let server = """
    import socketserver, sys
    step, answer = sys.argv[1], sys.argv[2].encode()
    class Session(socketserver.StreamRequestHandler):
      def say(self, name, usual):
        self.wfile.write((answer if name == step else usual) + b" x\\r\\n")
      def handle(self):
        self.say("HELLO", b"220")
        while line := self.rfile.readline():
          name = line[:4].decode().upper().strip()
          if name == "DATA":
            self.say("DATA", b"354")
            if step == "DATA": continue
            while self.rfile.readline() != b".\\r\\n": pass
            self.say("MAILED", b"250")
          else:
            self.say(name, b"221" if name == "QUIT" else b"250")
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)
    print(server.server_address[1], flush=True)
    server.serve_forever()
    """

  @Test(arguments: [
    ("RCPT", 501, "failed"), ("RCPT", 521, "failed"), ("RCPT", 550, "failed"), ("RCPT", 556, "failed"),
    ("RCPT", 451, "later"), ("DATA", 554, "refused"), ("MAILED", 550, "refused"), ("MAILED", 554, "refused"),
    ("MAILED", 451, "later"), ("MAIL", 530, "later"), ("HELLO", 554, "later"), ("NONE", 0, "sent"),
  ])
  func aPermanentRefusalEnds(step: String, answer: Int, expected: String) async throws {
    let outcome = try await Self.outcome(step, answer) { true }
    #expect(outcome.hasPrefix(expected), "\(outcome)")
  }

  /// The process is about to end: the mail is not handed over, and owed still.
  @Test func whatMayNotBeginIsNotSent() async throws {
    let outcome = try await Self.outcome("NONE", 0) { false }
    #expect(outcome.hasPrefix("later") && outcome.contains("abort"), "\(outcome)")
  }

  private static func outcome(
    _ step: String, _ answer: Int, begins: @escaping @Sendable () -> Bool
  ) async throws -> String {
    // As a service's own server does; libcurl leaves it to its host.
    signal(SIGPIPE, SIG_IGN)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments = ["-c", server, step, "\(answer)"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // It inherits what this process blocks, SIGTERM among it.
    defer { kill(process.processIdentifier, SIGKILL) }
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = line.trimmingCharacters(in: .whitespacesAndNewlines)
    let settings = MailSettings(
      server: "smtp://127.0.0.1:\(port)", user: nil, password: nil, requiresTLS: false, authorityFile: nil,
      sender: "Disposisi <a@example.org>", timeoutSeconds: 20)
    let outcome = await SMTPConnection(settings, name: "test").send(
      Data("Subject: x\r\n\r\ny\r\n".utf8), to: "b@example.org", begins: begins)
    return "\(outcome)"
  }
}
