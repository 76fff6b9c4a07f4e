import Contract
import Foundation
import Testing
import TestKit

/// What a program can see of the plan of the house.
@Suite struct ArchitectureTests {
  struct Source: Sendable, CustomStringConvertible {
    let path: String
    let text: String
    var description: String { path }
    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
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
      "AMQP", "CRabbitMQ", "CCurl", "CEventFD", "GRDB", "Hummingbird", "HummingbirdCore", "Logging", "Messaging",
      "Metrics", "NIOCore", "NIOHTTP1", "NIOSSL", "Operations", "ServiceLifecycle", "Threads", "Web",
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
    for pure in [
      "Cases", "Contract", "Requests", "Units", "Places", "WorkingTime", "Topics", "Texts", "StrictYAML", "Digests",
    ] {
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
}
