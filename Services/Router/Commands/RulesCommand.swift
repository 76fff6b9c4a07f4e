import ArgumentParser
import Cases
import Foundation
import Operations
import RouterPolicy
import Texts

struct RulesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "The rule book: check it, try it, explain it, replay past cases.",
    subcommands: [
      RulesCheckCommand.self, RulesTestCommand.self, ExplainCommand.self, BacktestCommand.self,
      DifferencesCommand.self, ExportCommand.self, RulesSpeedCommand.self,
    ])
}

struct RulesCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find what is wrong or doubtful in a rule book, each with a case that shows it.",
    discussion: "Ends with 0 if nothing keeps the book from being used, with --strict if there is no finding at all.")

  @OptionGroup var options: BookOptions
  @Flag(help: "Warnings count as errors.") var strict = false
  @Flag(help: "Also ask the broker (AMQP_URL, AMQP_CA) for each unit's queue, and who listens.") var live = false
  @Option(help: "A definitions file of the broker: each unit must have its queue in it.") var definitions: String?
  @Flag(help: "One JSON object a line.") var json = false
  private static let mostShown = 50

  func run() async throws {
    let book: RuleBook
    do {
      book = try options.source().book()
    } catch let error as FileProblems {
      let texts = try options.source().files().texts
      for problem in error.problems.prefix(Self.mostShown) { print(problem.shown(in: texts[problem.place.file])) }
      if error.problems.count > Self.mostShown { print("and \(error.problems.count - Self.mostShown) more") }
      throw ExitCode.failure
    } catch {
      print("\(error)")
      throw ExitCode.failure
    }
    var findings = Audit(book, today: try options.today()).findings()
    if let definitions { findings += try QueueCheck(book).findings(definitions: definitions) }
    if live { findings += try await QueueCheck(book).findingsLive() }
    // Errors come before what is only doubtful; nobody reads thousands.
    let sorted = findings.filter { $0.severity == .error } + findings.filter { $0.severity != .error }
    for finding in json ? findings[...] : sorted.prefix(Self.mostShown) {
      print(json ? try finding.json.line() : finding.description)
    }
    if !json, findings.count > Self.mostShown {
      print("and \(findings.count - Self.mostShown) more: --json tells all")
    }
    let errors = findings.count { $0.severity == .error }
    if !json {
      print(
        "\(book.id): \(book.rules.count) rules, \(book.units.all.count) units, \(errors) errors, \(findings.count - errors) warnings"
      )
    }
    if !json, errors > 1 { print("mend the first and check again: others may follow from it") }
    if errors > 0 || (strict && !findings.isEmpty) { throw ExitCode.failure }
  }
}

struct RulesTestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Decide all examples and counterexamples of a rule book.")

  @OptionGroup var options: BookOptions
  @Argument(help: "Only rules whose id begins so.") var prefix = ""
  @Flag(help: "Also print each example that is right.") var all = false
  @Flag(help: "Also print which condition of a rule no example exercises.") var coverage = false
  @Flag(help: "One JSON object a line: each example, with --coverage each condition.") var json = false

  func run() throws {
    let book = try options.source().book()
    let results = book.exampleResults(from: try options.today()).filter { $0.rule.id.hasPrefix(prefix) }
    guard !results.isEmpty else {
      throw ValidationError("no rule with an example has an id that begins with '\(prefix)'")
    }
    let conditions = coverage ? book.coverage().filter { $0.rule.hasPrefix(prefix) } : []
    let wrong = results.count { !$0.isRight }
    if json {
      for line in results.map(\.json) + conditions.map(\.json) { print(try line.line()) }
      if wrong > 0 { throw ExitCode.failure }
      return
    }
    for result in results where all || !result.isRight {
      let mark = result.isRight ? "right" : "WRONG"
      let day = result.isRight ? "" : " on \(result.day)"
      let outcome = "\(result.decision.unit.code) by \(result.decision.rule)\(day)"
      print("\(mark)  \(result.example.place)  \(result.rule.id)  \(result.example.given.line) → \(outcome)")
      for problem in result.problems { print("       \(problem)") }
    }
    for condition in conditions where all || !condition.isFull { print(condition.text) }
    if coverage {
      print(
        "\(conditions.count) conditions: \(conditions.count { $0.isFull }) exercised by an example and a counterexample"
      )
    }
    let rules = Set(results.map(\.rule.id)).count
    print("\(results.count) examples of \(rules) rules: \(results.count - wrong) right, \(wrong) wrong")
    if wrong > 0 { throw ExitCode.failure }
  }
}

struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Write the shipped rule book into a new folder, to change it there.")

  @Argument(help: "The folder; it must not exist yet.") var folder: String

  func run() throws {
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw ValidationError("\(folder) exists already; name a new folder")
    }
    for (name, text) in BookFiles.shipped.texts.sorted(by: { $0.key < $1.key }) {
      let file = URL(filePath: "\(folder)/\(name)")
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      print(file.relativePath)
    }
  }
}

struct RulesSpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Measure how fast a rule book is read, checked and asked.")

  @OptionGroup var options: BookOptions
  @Option(help: "How many decisions.") var decisions = 200_000

  func run() throws {
    let clock = ContinuousClock()
    let source = try options.source()
    let (files, reference) = (try source.files(), try source.reference())
    let start = clock.now
    let book = try RuleBook(files, reference)
    let read = clock.now
    let findings = Audit(book, today: try options.today()).findings()
    let checked = clock.now
    let cases = book.rules.flatMap(\.examples).map(\.given)
    guard !cases.isEmpty else { throw ValidationError("the book has no examples to ask about") }
    let day = try options.today()
    let asked = clock.now
    var units = 0
    for number in 0..<decisions {
      units += book.decide(cases[number % cases.count], on: day).unit.code == .triage ? 0 : 1
    }
    let seconds = (clock.now - asked) / .seconds(1)
    let object: [String: JSONValue] = [
      "rules": .integer(book.rules.count), "read_seconds": .number((read - start) / .seconds(1)),
      "check_seconds": .number((checked - read) / .seconds(1)), "findings": .integer(findings.count),
      "decisions_per_second": .number((Double(decisions) / seconds).rounded()), "routed": .integer(units),
    ]
    print(try JSONValue.object(object).line())
  }
}
