import Foundation
import Testing
import TestKit

/// What a program can see of the style of sources, guides and scripts.
@Suite struct StyleTests {
  @Test func filesStayShort() {
    for source in ArchitectureTests.sources {
      let lines = source.lines.count
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
    for source in ArchitectureTests.sources { #expect(!source.text.contains(word), "\(source.path) has '\(word)'") }
  }

  @Test func namesSayWhatThingsAre() {
    let vague = ["Utils", "Util", "Helper", "Helpers", "Manager", "Common", "Base", "Impl", "Misc"]
    for source in ArchitectureTests.sources where !source.path.contains("CommonSettings") {
      let name = source.path.split(separator: "/").last?.dropLast(6) ?? ""
      #expect(!vague.contains { name.hasSuffix($0) }, "\(source.path)")
    }
  }

  /// A function fits a screen; a schema is one list of tables, in the order of its versions.
  @Test func functionsFitAScreen() {
    let head = /^ *(@\w+(\([^)]*\))? )*((package|private|fileprivate|static|mutating|final|nonisolated) )*(func|init)\b/
    for source in ArchitectureTests.sources where !source.path.hasSuffix("Schema.swift") {
      let lines = source.lines
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
    for source in ArchitectureTests.sources where source.path.hasPrefix("Shared/") || source.path.contains("/Core/") {
      let lines = source.lines
      for (place, line) in lines.enumerated() {
        guard let name = line.prefixMatch(of: type)?.output.3, name != "CodingKeys" else { continue }
        let before = place > 0 ? lines[place - 1].drop { $0 == " " } : ""
        #expect(before.hasPrefix("///") || before.hasPrefix("@"), "\(source.path):\(place + 1) \(name)")
      }
    }
  }

  /// The types that a file declares at its top.
  private static func types(_ source: ArchitectureTests.Source) -> [(name: String, isShared: Bool, isError: Bool)] {
    let type =
      /(package )?(?:private |fileprivate |@main |final |indirect )*(?:struct|enum|class|actor|protocol) (\w+)(.*)/
    return source.lines.compactMap { $0.wholeMatch(of: type)?.output }
      .map { (String($0.2), $0.1 != nil, $0.3.contains(/\bError\b/)) }
  }

  /// Who looks for a type finds a file of its name; its errors may stand beside it.
  @Test func aFileSharesOneType() {
    for source in ArchitectureTests.sources where !source.path.hasPrefix("Tests/") {
      let shared = Self.types(source).filter { $0.isShared && !$0.isError }.map(\.name)
      #expect(shared.count <= 1, "\(source.path) shares \(shared)")
    }
  }

  @Test func aNameMeansOneType() {
    let all = ArchitectureTests.sources.filter { !$0.path.hasPrefix("Tests/") }.flatMap { source in
      Self.types(source).map { (name: $0.name, path: source.path) }
    }
    for (name, places) in Dictionary(grouping: all, by: \.name) where places.count > 1 {
      Issue.record("\(name) stands in \(places.map(\.path))")
    }
  }

  /// Names that another package's protocol asks for, or that the compiler calls.
  private static let calledByOthers: Set = [
    "escapeText", "decodeNil", "nestedContainer", "nestedUnkeyedContainer", "unkeyedContainer", "makeCounter",
    "makeFloatingPointCounter", "makeMeter", "makeRecorder", "makeTimer", "destroyCounter", "destroyMeter",
    "destroyFloatingPointCounter", "destroyRecorder", "destroyTimer", "recordNanoseconds", "decrement", "checkIsolated",
    "enqueue", "channelInactive", "channelReadComplete", "handlerAdded", "handlerRemoved", "OutboundIn",
  ]

  /// What is declared and never named again is dead, tests or not.
  @Test func whatIsDeclaredIsUsed() {
    let texts = ArchitectureTests.sources.filter { !$0.path.hasPrefix("Tests/") }
      .map { (path: $0.path, text: $0.text.replacing(/\/\/.*/, with: "")) }
    var counts: [Substring: Int] = [:]
    for (_, text) in texts { for word in text.matches(of: /\w+/) { counts[word.output, default: 0] += 1 } }
    let declaration = /\b(?:func|var|let|struct|enum|protocol|typealias|class|actor) (\w+)/
    for (path, text) in texts where !path.hasSuffix("/Main.swift") {
      for match in text.matches(of: declaration)
      where counts[match.1] == 1 && !Self.calledByOthers.contains("\(match.1)") {
        Issue.record("\(path): nothing uses \(match.1)")
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

  /// What the guide says was measured is what the bench wrote.
  @Test func theGuideShowsTheBenchsFigures() throws {
    let guide = try String(contentsOfFile: Program.root + "compose/README.md", encoding: .utf8)
    let figures = try String(contentsOfFile: Program.root + "compose/figures.txt", encoding: .utf8)
    #expect(figures.contains("(b) / (a)") && guide.contains("```\n\(figures)```"))
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
