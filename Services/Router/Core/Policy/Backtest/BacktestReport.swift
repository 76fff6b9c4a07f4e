import Units
package import Cases

/// A backtest in words: for a terminal, and as Markdown for a pull request.
package struct BacktestReport: Sendable {
  private let tally: BacktestTally
  private let backtest: Backtest
  private static let rows = 30

  package init(_ tally: BacktestTally, _ backtest: Backtest) {
    self.tally = tally
    self.backtest = backtest
  }

  package var text: String {
    var text = "\(summary)\n"
    for section in sections {
      text += "\n\(section.title)\n"
      let widths = section.head.indices.map { column in
        ([section.head] + section.rows).map { $0[column].count }.max() ?? 0
      }
      for row in [section.head] + section.rows {
        text +=
          "  "
          + zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
          .trimmingSuffix { $0 == " " } + "\n"
      }
    }
    return text
  }

  package var markdown: String {
    var text = "### Rule book `\(backtest.new.id)` instead of `\(backtest.old.id)`\n\n\(summary)\n"
    for section in sections {
      text += "\n**\(section.title)**\n\n| \(section.head.joined(separator: " | ")) |\n"
      text += "|\(section.head.map { _ in " --- |" }.joined())\n"
      for row in section.rows { text += "| \(row.map(Self.escaped).joined(separator: " | ")) |\n" }
    }
    return text
  }

  package var json: JSONValue {
    [
      "old": .text(backtest.old.id), "new": .text(backtest.new.id), "cases": .integer(tally.cases),
      "changed": .integer(tally.changed), "share": .number(tally.share),
      "only_copies_or_days": .integer(tally.onlyCopiesOrDays),
      "moves": .list(
        moves.map { move, count in
          [
            "topic": .text(move.topic.text), "province": move.province.map { .text($0.text) } ?? .null,
            "from": .text(move.from), "to": .text(move.to), "cases": .integer(count),
          ]
        }),
      "samples": .list(
        tally.samples.map { sample in
          [
            "case": .text(sample.past.name), "facts": .text(sample.past.facts.line),
            "from": .text(Self.words(sample.before)), "to": .text(Self.words(sample.after)),
          ]
        }),
    ]
  }

  private var summary: String {
    let percent = Double((tally.share * 100_000).rounded()) / 1000
    return
      "\(tally.changed) of \(tally.cases) cases change (\(percent) %), \(tally.onlyCopiesOrDays) of them only in copies or days."
  }

  private struct Section {
    let title: String
    let head: [String]
    let rows: [[String]]
  }

  private var sections: [Section] {
    guard tally.changed > 0 else { return [] }
    return [
      Section(
        title: "From → to, by topic and province", head: ["topic", "province", "from", "to", "cases"],
        rows: limited(moves.map { [$0.topic.text, name($0.province), $0.from, $0.to, "\($1)"] }, 5)),
      Section(
        title: "By topic", head: ["topic", "changed", "of"],
        rows: limited(
          ranked(tally.changed(by: \.topic)) { $0.text }.map { [$0.text, "\($1)", "\(tally.casesByTopic[$0] ?? 0)"] }, 3
        )),
      Section(
        title: "By province", head: ["province", "changed", "of"],
        rows: limited(
          ranked(tally.changed(by: \.province)) { $0?.text ?? "" }.map {
            [name($0), "\($1)", "\(tally.casesByProvince[$0] ?? 0)"]
          }, 3)),
      Section(
        title: "Cases that change", head: ["case", "facts", "from", "to"],
        rows: tally.samples.map {
          [$0.past.name, $0.past.facts.line, Self.words($0.before), Self.words($0.after)]
        }),
    ]
  }

  private var moves: [(BacktestTally.Move, Int)] {
    ranked(tally.moves) { "\($0.topic) \($0.province?.text ?? "") \($0.from) \($0.to)" }
  }

  private func ranked<Key>(_ counts: [Key: Int], _ name: (Key) -> String) -> [(Key, Int)] {
    counts.map { ($0.key, $0.value) }.sorted { $0.1 != $1.1 ? $0.1 > $1.1 : name($0.0) < name($1.0) }
  }

  private func limited(_ rows: [[String]], _ columns: Int) -> [[String]] {
    guard rows.count > Self.rows else { return rows }
    let rest = ["and \(rows.count - Self.rows) more rows"] + Array(repeating: "", count: columns - 1)
    return rows.prefix(Self.rows) + [rest]
  }

  private func name(_ province: RegionCode?) -> String {
    guard let province else { return "unknown" }
    return "\(province) \(backtest.new.gazetteer[province]?.name ?? "")"
  }

  private static func words(_ decision: Decision) -> String {
    let copies = decision.cc.isEmpty ? "" : " cc \(decision.cc.map(\.text).joined(separator: ", "))"
    return "\(decision.unit.code)\(copies), \(decision.workingDays) days (\(decision.rule))"
  }

  private static func escaped(_ text: String) -> String { text.replacing("|", with: "\\|") }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> String {
    String(self[..<(lastIndex { !isTrimmed($0) }.map { index(after: $0) } ?? startIndex)])
  }
}
