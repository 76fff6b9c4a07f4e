import ArgumentParser
import Cases
import Foundation
import Operations
import RouterPolicy
import Messaging

struct BacktestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backtest", abstract: "Replay past cases under a new rule book, and tell what would change.",
    discussion: """
      The old book is the one that --book, ROUTER_BOOK or the program names. Both decide the same stored facts, so \
      that nothing but the books differs.
      """)

  @Argument(help: "Folder of the new rule book.") var new: String
  @Option(help: "A file of facts, one JSON object a line; else the router's own database.") var cases: String?
  @Option(help: "End with 1 if more cases change, such as 2% or 500.") var maxChanged: String?
  @Flag(help: "Print Markdown, for a pull request.") var markdown = false
  @Flag(help: "Print JSON.") var json = false
  @OptionGroup var options: BookOptions

  func validate() throws { _ = try limit(of: 0) }

  func run() async throws {
    let source = try options.source()
    let backtest = Backtest(
      old: try source.book(), new: try BookLoader.checked(BookSource(folder: new, topics: source.topics)),
      day: try options.today())
    let parts =
      try cases.map(PastCases.parts(file:))
      ?? PastCases.parts(database: StateFile.read(options.settings, RouterMain.name))
    let tally = try await replay(parts, backtest)
    let report = BacktestReport(tally, backtest)
    print(json ? try report.json.line() + "\n" : markdown ? report.markdown : report.text, terminator: "")
    if let limit = try limit(of: tally.cases), tally.changed > limit {
      FileHandle.standardError.write(
        Data("\(tally.changed) cases change, more than --max-changed \(maxChanged ?? "")\n".utf8))
      throw ExitCode.failure
    }
  }

  /// On all cores; the parts are added in their order, so that the report is always the same.
  private func replay(_ parts: [PastCases.Part], _ backtest: Backtest) async throws -> BacktestTally {
    var bar = ProgressBar("replaying", total: parts.count)
    defer { bar.finish() }
    var tallies: [Int: BacktestTally] = [:]
    try await withThrowingTaskGroup(of: (Int, BacktestTally).self) { group in
      var next = 0
      func start() {
        guard next < parts.count else { return }
        let (number, part) = (next, parts[next])
        next += 1
        group.addTask { (number, backtest.run(try PastCases.read(part))) }
      }
      for _ in 0..<ProcessInfo.processInfo.activeProcessorCount { start() }
      while let (number, tally) = try await group.next() {
        tallies[number] = tally
        bar.show(tallies.count)
        start()
      }
    }
    return parts.indices.reduce(into: BacktestTally()) { total, number in
      if let tally = tallies[number] { total.add(tally) }
    }
  }

  private func limit(of cases: Int) throws -> Int? {
    guard let maxChanged else { return nil }
    if maxChanged.hasSuffix("%"), let percent = Double(maxChanged.dropLast()), (0...100).contains(percent) {
      return Int((Double(cases) * percent / 100).rounded(.down))
    }
    guard let count = Int(maxChanged), count >= 0 else {
      throw ValidationError("--max-changed: found '\(maxChanged)', expected a share such as 2% or a number such as 500")
    }
    return count
  }
}

struct DifferencesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "differences", abstract: "What the candidate book has decided otherwise beside the one in force.")

  @OptionGroup var settings: SettingsOptions
  @Option(help: "At most so many, the last ones.") var limit = 50

  func run() throws {
    let rows = try StateFile.read(settings, RouterMain.name).read {
      try DecisionTable.differences(limit, in: $0)
    }
    for row in rows { print(row) }
    if rows.isEmpty { print("no differences") }
  }
}
