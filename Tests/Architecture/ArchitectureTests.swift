import Contract
import Foundation
import Testing
import TestKit

/// What a program can see of the plan of the house and of its style.
@Suite struct ArchitectureTests {
  struct Source: Sendable, CustomStringConvertible {
    let path: String
    let text: String
    var description: String { path }
    var imports: [String] {
      text.split(separator: "\n").compactMap { line in
        let words = line.split(separator: " ").filter {
          !["package", "public", "internal", "@testable", "@preconcurrency"].contains($0)
        }
        guard words.first == "import", let last = words.last else { return nil }
        return last.split(separator: ".").first.map(String.init)
      }
    }
  }

  static let sources: [Source] = ["Shared", "Services", "Tests"].flatMap { folder in
    (FileManager.default.enumerator(atPath: Program.root + folder)?.allObjects as? [String] ?? [])
      .filter { $0.hasSuffix(".swift") }
      .map { path in
        let full = "\(folder)/\(path)"
        return Source(path: full, text: (try? String(contentsOfFile: Program.root + full, encoding: .utf8)) ?? "")
      }
  }

  /// Folders, and what no file in them may import.
  static let forbidden: [Rule] = {
    let effects: Set = [
      "AMQP", "CRabbitMQ", "CCurl", "GRDB", "Hummingbird", "Messaging", "Operations", "ServiceLifecycle", "Logging",
      "Metrics",
    ]
    let services = ServiceName.allCases.map(\.rawValue.capitalized)
    let shells = Set(services.map { "\($0)Service" } + ["DisposisiTool"])
    let cores = Set(services.map { "\($0)Core" } + ["RouterPolicy", "RouterLifecycle"])
    let all = effects.union(shells).union(cores)
    var rules: [Rule] = []
    for service in services {
      rules.append(
        Rule(folder: "Services/\(service)/Core/", modules: all.subtracting(service == "Router" ? ["RouterPolicy"] : []))
      )
      rules.append(Rule(folder: "Services/\(service)/", modules: shells.union(cores.filter { !$0.hasPrefix(service) })))
    }
    rules.append(Rule(folder: "Services/Router/Core/Policy/", modules: ["RouterLifecycle"]))
    for pure in ["Cases", "Contract", "Requests", "Units", "Places", "WorkingTime", "Topics", "Texts", "StrictYAML"] {
      rules.append(Rule(folder: "Shared/\(pure)/", modules: all))
    }
    for part in ["Threads", "AMQP", "Operations", "Messaging", "Web"] {
      rules.append(Rule(folder: "Shared/\(part)/", modules: shells.union(cores)))
    }
    rules.append(Rule(folder: "Shared/AMQP/", modules: ["GRDB", "Hummingbird", "Cases", "Messaging"]))
    // A desk and a chat stand on it too: it knows no cases' tables and no broker.
    rules.append(Rule(folder: "Shared/Web/", modules: ["AMQP", "GRDB", "Messaging", "Places", "Topics"]))
    rules.append(Rule(folder: "Shared/Threads/", modules: ["AMQP", "GRDB", "Hummingbird", "Cases"]))
    // Who speaks to the broker: the runtime, the tool, and one command that looks at a queue.
    for service in services where service != "Router" {
      rules.append(Rule(folder: "Services/\(service)/", modules: ["AMQP"]))
    }
    rules.append(Rule(folder: "Services/Disposisi/", modules: shells.union(["GRDB", "Messaging"])))
    return rules
  }()

  struct Rule: Sendable {
    let folder: String
    let modules: Set<String>
  }

  @Test func thereAreSources() { #expect(Self.sources.count > 80) }

  @Test(arguments: forbidden.map(\.folder))
  func importsFollowThePlan(folder: String) {
    for rule in Self.forbidden where rule.folder == folder {
      for source in Self.sources where source.path.hasPrefix(folder) {
        let wrong = rule.modules.intersection(source.imports)
        #expect(wrong.isEmpty, "\(source.path) imports \(wrong.sorted())")
      }
    }
  }

  /// A tag builds the same on every day: nothing that comes along has a range.
  @Test func everyPackageHasAnExactVersion() throws {
    struct Resolved: Decodable {
      struct Pin: Decodable {
        struct State: Decodable { let version: String? }
        let location: String
        let state: State
      }
      let pins: [Pin]
    }
    let package = try String(contentsOfFile: Program.root + "Package.swift", encoding: .utf8)
    let resolved = try Data(contentsOf: URL(filePath: Program.root + "Package.resolved"))
    let pins = try JSONDecoder().decode(Resolved.self, from: resolved).pins
    #expect(pins.count > 20 && !package.contains("from: \"") && !package.contains("branch:"))
    for pin in pins {
      let path = pin.location.replacing("https://github.com/", with: "").replacing(".git", with: "")
      let version = "\"\(try #require(pin.state.version, "\(path)"))\""
      let line = package.split(separator: "\n").first { $0.contains("\(path)\"") }
      #expect(line?.contains(version) == true, "\(path) \(version)")
    }
  }

  /// On a shared machine a pattern meets strangers' processes.
  @Test func nothingEndsProcessesByAPattern() async throws {
    let found = try await Program.run(
      [
        "grep", "-rnE", "\\b(pkill|killall|pidof)\\b", "Services", "Shared", "Tests", "compose", ".ci",
        "--exclude=ArchitectureTests.swift",
      ])
    #expect(found.status == 1, "\(found.output)")
  }

  @Test func onlyTheAMQPModuleCallsLibrabbitmq() {
    for source in Self.sources where !source.path.hasPrefix("Shared/AMQP/") {
      #expect(!source.imports.contains("CRabbitMQ"), "\(source.path)")
    }
  }

  /// A look changes nothing: who starts a service opens its file for writing, commands use `StateFile`.
  @Test func onlyServeOpensAStore() {
    for source in Self.sources where source.path.hasPrefix("Services/") {
      #expect(!source.text.contains("Store(path:"), "\(source.path)")
    }
  }

  /// The package, the settings files and the services' folders are rows of the same table.
  @Test func everyServiceOfTheContractIsThere() throws {
    let package = try String(contentsOfFile: Program.root + "Package.swift", encoding: .utf8)
    for service in ServiceName.allCases {
      #expect(package.contains("name: \"\(service.rawValue)\", targets: [\"\(service.rawValue.capitalized)Service\"]"))
      for path in ["Services/\(service.rawValue.capitalized)/Main.swift", "compose/\(service.rawValue).env"] {
        #expect(FileManager.default.fileExists(atPath: Program.root + path), "\(path)")
      }
    }
  }

  @Test func filesStayShort() {
    for source in Self.sources {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false).count
      #expect(lines <= 300, "\(source.path) has \(lines) lines")
    }
  }

  /// Words that stand for what the style does without.
  static let unwanted = [
    "@unchecked " + "Sendable", "Task." + "detached", "try" + "!", "fatal" + "Error(", "nonisolated(" + "unsafe)",
    "TO" + "DO", "FIX" + "ME",
  ]

  @Test(arguments: unwanted)
  func styleDoesWithout(word: String) {
    for source in Self.sources { #expect(!source.text.contains(word), "\(source.path) has '\(word)'") }
  }

  @Test func namesSayWhatThingsAre() {
    let vague = ["Utils", "Util", "Helper", "Helpers", "Manager", "Common", "Base", "Impl", "Misc"]
    for source in Self.sources where !source.path.contains("CommonSettings") {
      let name = source.path.split(separator: "/").last?.dropLast(6) ?? ""
      #expect(!vague.contains { name.hasSuffix($0) }, "\(source.path)")
    }
  }

  /// A function fits a screen; a schema is one list of tables, in the order of its versions.
  @Test func functionsFitAScreen() {
    let head = /^ *(@\w+(\([^)]*\))? )*((package|private|fileprivate|static|mutating|final|nonisolated) )*(func|init)\b/
    for source in Self.sources where !source.path.hasSuffix("Schema.swift") {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (start, line) in lines.enumerated() where line.prefixMatch(of: head) != nil {
        let end = line.prefix { $0 == " " } + "}"
        let length = lines[start...].firstIndex(of: end).map { $0 - start + 1 } ?? 0
        #expect(length <= 50 || line.hasSuffix("}"), "\(source.path):\(start + 1) has \(length) lines")
      }
    }
  }

  /// What a package shares is explained where it stands.
  @Test func sharedTypesAreExplained() {
    let type = /^ *package (final )?(struct|enum|class|protocol|actor) (\w+)/
    for source in Self.sources where source.path.hasPrefix("Shared/") || source.path.contains("/Core/") {
      let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
      for (place, line) in lines.enumerated() {
        guard let name = line.prefixMatch(of: type)?.output.3, name != "CodingKeys" else { continue }
        let before = place > 0 ? lines[place - 1].drop { $0 == " " } : ""
        #expect(before.hasPrefix("///") || before.hasPrefix("@"), "\(source.path):\(place + 1) \(name)")
      }
    }
  }

  static let guides: [String] = ["", "compose/", "Services/", "Shared/", "Tests/"].flatMap { folder in
    let depth = folder == "" ? 1 : 2
    let found = FileManager.default.enumerator(atPath: Program.root + folder)?.allObjects as? [String] ?? []
    return found.filter { $0.hasSuffix(".md") && $0.split(separator: "/").count <= depth && !$0.hasPrefix(".") }
      .map { folder + $0 }.filter { folder != "" || !$0.contains("/") }
  }

  /// Every link of a guide leads somewhere, and the first page stays one that is read.
  @Test func guidesLeadSomewhere() throws {
    #expect(Self.guides.count >= 8, "\(Self.guides)")
    for guide in Self.guides {
      let text = try String(contentsOfFile: Program.root + guide, encoding: .utf8)
      let folder = guide.split(separator: "/").dropLast().joined(separator: "/")
      for match in text.matches(of: /\]\(([^)#:]+)\)/) {
        let path = Program.root + (folder.isEmpty ? "" : folder + "/") + match.1
        #expect(FileManager.default.fileExists(atPath: path), "\(guide) names \(match.1)")
      }
      for match in text.matches(of: /`((Services|Shared|Tests|compose)\/[A-Za-z0-9_.\/-]+)`/) {
        // CODE, NAME, Name and name stand for what a reader puts there.
        guard match.1.firstMatch(of: /NAME|CODE|SERVICE|\/[Nn]ame(?![A-Za-z])/) == nil else { continue }
        let path = Program.root + String(match.1)
        #expect(FileManager.default.fileExists(atPath: path), "\(guide) names \(match.1)")
      }
      if guide == "README.md" { #expect(text.split(separator: "\n").count <= 130) }
    }
  }

  /// Scripts are read as strictly as sources.
  @Test(arguments: ["python", "bash"])
  func scriptsAreClean(language: String) async throws {
    let found = try await Program.succeed([
      "bash", "-c", "cd \(Program.root) && git ls-files | xargs grep -lE '^#!.*\(language)' | grep -vE 'md$'",
    ])
    let files = found.split(separator: "\n").map { Program.root + $0 }
    let linter =
      language == "python" ? [Program.root + ".run/fuzz/bin/ruff", "check", "-q"] : ["shellcheck", "-S", "warning"]
    let outcome = try await Program.run(linter + files)
    #expect(files.count > 8 && outcome.status == 0, "\(outcome.output.prefix(4000))")
  }

  @Test func formatIsClean() async throws {
    let outcome = try await Program.run(
      [
        "swift", "format", "lint", "--strict", "--recursive", "--parallel", "Package.swift", "Shared", "Services",
        "Tests",
      ])
    #expect(outcome.status == 0, "\(outcome.errors.prefix(4000))")
  }
}
