import Cases
import RouterPolicy
import Testing

@Suite struct BacktestTests {
  static func backtest() throws -> Backtest {
    let special = TestBook.rule(
      "papua", "topic: kdmp.lahan, region: [91, 94]", to: "dinas of the place", more: ", ministry: deputi.usaha")
    var files = BookFiles.shipped
    files.texts["rules/papua.yaml"] = "rules:\n" + special
    return Backtest(
      old: try Shipped.book.get(), new: try RuleBook(files, Shipped.reference.get()), day: TestBook.today)
  }

  static let cases: [PastCase] = (0..<1000).map { number in
    let region = ["91.71", "94.03", "35.78", "94", "33.74"][number % 5]
    let topic = ["kdmp.lahan", "ksp.simpanan"][number % 2]
    return PastCase(name: "case \(number)", facts: TestBook.facts(topic, region))
  }

  @Test func whatChangesIsCountedByTopicAndProvince() throws {
    let tally = try Self.backtest().run(Self.cases)
    #expect(tally.cases == 1000 && tally.changed == 300)
    #expect(tally.changed(by: \.topic).count == 1)
    #expect(tally.changed(by: { $0.province?.text ?? "" }) == ["91": 100, "94": 200])
    let moves = Dictionary(uniqueKeysWithValues: tally.moves.map { ("\($0.key.from) → \($0.key.to)", $0.value) })
    #expect(
      moves == [
        "deputi.usaha → dinas.91.*": 100, "deputi.usaha → dinas.94.*": 100, "deputi.usaha → dinas.94": 100,
      ])
    #expect(tally.samples.count == 10)
  }

  @Test func partsAddUpToTheWhole() throws {
    let backtest = try Self.backtest()
    var sum = BacktestTally()
    for start in stride(from: 0, to: 1000, by: 137) {
      sum.add(backtest.run(Self.cases[start..<min(1000, start + 137)]))
    }
    let whole = backtest.run(Self.cases)
    #expect(sum.moves == whole.moves && sum.changed == whole.changed && sum.cases == whole.cases)
    #expect(sum.casesByTopic == whole.casesByTopic && sum.casesByProvince == whole.casesByProvince)
    #expect(sum.samples.count == 10)
  }

  @Test func theReportTellsTheSameInEachForm() throws {
    let backtest = try Self.backtest()
    let report = BacktestReport(backtest.run(Self.cases), backtest)
    for text in [report.text, report.markdown] {
      #expect(text.contains("300 of 1000 cases change (30.0 %)"))
      #expect(text.contains("dinas.94.*") && text.contains("94 Papua Tengah") && text.contains("case 0"))
    }
    #expect(report.markdown.contains("| topic | province | from | to | cases |\n| --- |"))
    let line = try report.json.line()
    #expect(line.contains("\"changed\":300"))
  }

  @Test func theOrderOfCopiesIsNoChange() throws {
    func book(_ cc: String) throws -> RuleBook {
      try TestBook.make(TestBook.rule("a", "topic: ksp", more: ", cc: [\(cc)]"))
    }
    let backtest = Backtest(
      old: try book("inspektorat, sekretariat"), new: try book("sekretariat, inspektorat"), day: TestBook.today)
    #expect(backtest.old.id == backtest.new.id && backtest.run(Self.cases).changed == 0)
  }

  @Test func theSameBookChangesNothing() throws {
    let book = try Shipped.book.get()
    let backtest = Backtest(old: book, new: book, day: TestBook.today)
    let tally = backtest.run(Self.cases)
    #expect(tally.changed == 0 && tally.samples.isEmpty)
    #expect(BacktestReport(tally, backtest).text.hasPrefix("0 of 1000 cases change (0.0 %)"))
  }
}
