import Foundation
import TestKit
import Testing

/// The guides' commands as a reader types them, against a new house of their own: what a guide shows is what is printed, with
/// numbers and ids masked. A block that cannot be run here says so in a comment above it.
@Suite(.serialized, .timeLimit(.minutes(10))) struct GuideTests {
  static let guides = [
    "compose/README.md", "Services/Router/README.md", "Services/Classifier/README.md", "Services/Intake/README.md",
    "Shared/Contract/README.md",
  ]

  struct Command {
    let text: String
    let shown: [String]
  }

  @Test func everyCommandPrintsWhatItsGuideShows() async throws {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["compose", "Tests", "Services", "Shared"] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(folder)/\(name)", withDestinationPath: Program.root + name)
    }
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/.build",
      withDestinationPath: URL(filePath: RunningSystem.get("DISPOSISI_BIN")).deletingLastPathComponent().path())
    // The guide of rules puts a rule live.
    try FileManager.default.copyItem(
      atPath: Program.root + "Services/Router/Core/Policy/Book", toPath: "\(folder)/book")
    let configuration = URL(filePath: try RunningSystem.get("DISPOSISI_BIN")).lastPathComponent
    let environment = ProcessInfo.processInfo.environment
    // Nothing of the house that the other tests share.
    let clean =
      ["env", "-i"]
      + [
        "PATH": environment["PATH"] ?? "", "HOME": environment["HOME"] ?? "", "ROUTER_BOOK": "\(folder)/book",
        "DISPOSISI_RUN": "\(folder)/.run", "DISPOSISI_NO_BUILD": "yes", "DISPOSISI_CONFIGURATION": configuration,
      ].map { "\($0)=\($1)" }
    do {
      try await Program.succeed(clean + [Program.root + "compose/up", "--detach"])
      for guide in Self.guides { try await Self.check(guide, in: folder, clean) }
    } catch {
      try await Program.succeed(clean + [Program.root + "compose/down"])
      throw error
    }
    try await Program.succeed(clean + [Program.root + "compose/down"])
    try FileManager.default.removeItem(atPath: folder)
  }

  private static func check(_ guide: String, in folder: String, _ clean: [String]) async throws {
    let commands = Self.commands(try String(contentsOfFile: Program.root + guide, encoding: .utf8))
    #expect(!commands.isEmpty, "\(guide)")
    let script = commands.indices.map { "printf '\\001%s\\n' \($0)\n{ \(commands[$0].text)\n} 2>&1 < /dev/null" }
    let outcome = try await Program.run(
      clean + ["bash"],
      input: "cd \(folder)\nset -a; . .run/env; set +a; export PATH=$DISPOSISI_BIN:$PATH\n"
        + script.joined(separator: "\n"))
    let printed = outcome.output.split(separator: "\u{1}").map { $0.drop { $0 != "\n" }.dropFirst() }
    #expect(printed.count == commands.count, "\(guide): \(outcome.errors)")
    for (command, output) in zip(commands, printed) {
      let lines = output.split(separator: "\n").map { masked(String($0), folder) }
      var rest = lines[...]
      for line in command.shown {
        let wanted = masked(line, folder)
        guard let place = rest.firstIndex(of: wanted) else {
          Issue.record("\(guide): `\(command.text)` shows\n\(wanted)\nbut prints\n\(rest.joined(separator: "\n"))")
          break
        }
        rest = rest[(place + 1)...]
      }
    }
  }

  /// Commands in blocks of a shell, with what is shown of their output.
  private static func commands(_ guide: String) -> [Command] {
    var commands: [Command] = []
    var (isShell, isSkipped) = (false, false)
    var (text, shown): (String?, [String]) = (nil, [])
    var heredoc: String?
    func end() {
      if let text, !isSkipped { commands.append(Command(text: text, shown: shown)) }
      (text, shown) = (nil, [])
    }
    for line in guide.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("<!-- not run") || (line.hasPrefix("<!-- as root") && !canMount) { isSkipped = true }
      if line.hasPrefix("```") {
        if isShell { end() }
        if isShell || line != "```" { isSkipped = false }
        isShell = !isShell && line == "```"
      } else if isShell, heredoc != nil {
        text? += "\n" + line
        if line == heredoc { heredoc = nil }
      } else if isShell, line.hasPrefix("$ ") {
        end()
        text = String(line.dropFirst(2))
        heredoc = line.firstMatch(of: /<<'([A-Z]+)'$/).map { String($0.1) }
      } else if isShell, text != nil, !line.isEmpty {
        shown.append(line)
      }
    }
    return commands
  }

  /// Containers may not, even as root.
  private static let canMount = {
    let place = NSTemporaryDirectory() + UUID().uuidString
    defer { rmdir(place) }
    return mkdir(place, 0o700) == 0 && mount("tmpfs", place, "tmpfs", 0, nil) == 0 && umount(place) == 0
  }()

  private static func masked(_ line: String, _ folder: String) -> String {
    line.replacing(folder + "/", with: "").replacing(/"(code|key)":"[^"]*"/) { "\"\($0.1)\":\"#\"" }
      .replacing(/[0-9a-f]{8,}/, with: "#").replacing(/[0-9]+(\.[0-9]+)*/, with: "#").replacing(/\ +/, with: " ")
      .trimmingCharacters(in: .whitespaces)
  }
}
