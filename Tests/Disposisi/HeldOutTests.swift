import ArgumentParser
import Testing

@testable import DisposisiTool

/// Cases that nobody wrote words or examples for. What is reached is in the guide of the classifier; a point less is a step back.
@Suite struct HeldOutTests {
  static let score = Result {
    let folder = #filePath.replacing("Disposisi/HeldOutTests.swift", with: "HeldOut/")
    let dryRun = try DryRun(DryRunOptions.parse([]))
    var score = Score()
    for name in ["a", "b", "c", "d", "e"] {
      for line in try CaseFile.lines("\(folder)\(name).jsonl") { _ = try score.add(line, dryRun.outcome(of: line)) }
    }
    return score
  }

  @Test(arguments: [("topic", 0.93), ("kind", 0.936), ("region", 0.86), ("unit", 0.79)])
  func fieldsAreRightAsOftenAsTheyWere(field: String, least: Double) throws {
    let score = try Self.score.get()
    #expect(score.share(field) >= least, "\(score.table)")
  }

  /// Without the lists of kecamatan and villages, which an operator imports.
  @Test func whatIsRoutedWithoutAPersonIsAtItsUnit() throws {
    let score = try Self.score.get()
    #expect(score.precision >= 0.90 && score.routed >= 604, "\(score.table)")
  }
}
