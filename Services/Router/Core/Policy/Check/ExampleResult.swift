package import Cases
import Units
package import WorkingTime

/// What the book says to an example.
package struct ExampleResult: Sendable {
  package let rule: Rule
  package let example: Rule.Example
  package let isCounterexample: Bool
  /// The first day on which it is wrong, or else the first on which it was tried.
  package let day: Day
  /// Whether it is right on an earlier day: only a date changes it.
  package let isChangedByDate: Bool
  package let decision: Decision
  /// What is not as the example says, a sentence each.
  package let problems: [String]

  package var isRight: Bool { problems.isEmpty }

  package var json: JSONValue {
    [
      "rule": .text(rule.id), "file": .text(example.place.file),
      "line": example.place.line.map(JSONValue.integer) ?? .null, "case": .text(example.given.line),
      "day": .text("\(day)"), "is_counterexample": .bool(isCounterexample), "right": .bool(isRight),
      "unit": .text(decision.unit.code.text), "decided_by": .text(decision.rule),
      "problems": .list(problems.map { .text($0) }),
    ]
  }
}

extension RuleBook {
  /// All examples and counterexamples, decided by this book on each day that makes a difference, from today on: what is
  /// right now is right on every later day too. Those of rules that hold no more are not tried.
  package func exampleResults(from today: Day) -> [ExampleResult] {
    let stretches = stretches(from: today)
    let validity = Dictionary(rules.map { ($0.id, $0.validity) }) { first, _ in first }
    return rules.flatMap { rule in
      let examples = rule.examples.map { ($0, false) } + rule.counterexamples.map { ($0, true) }
      return examples.compactMap { example, isCounterexample in
        // Where it names another rule, it speaks of the days on which that one holds.
        let named = example.rule.flatMap { validity[$0] } ?? .always
        let days = stretches.filter { rule.validity.contains($0) && named.contains($0) }
        return result(rule, example, isCounterexample: isCounterexample, on: example.day.map { [$0] } ?? days)
      }
    }
  }

  /// The first day of each stretch in which the same rules hold; the first is today.
  func stretches(from today: Day) -> [Day] {
    let bounds = rules.flatMap { [$0.validity.from, $0.validity.until?.adding(1)] }.compactMap { $0 }
    return [today] + Set(bounds).filter { $0 > today }.sorted()
  }

  private func result(
    _ rule: Rule, _ example: Rule.Example, isCounterexample: Bool, on days: [Day]
  ) -> ExampleResult? {
    var first: ExampleResult?
    for day in days {
      let tried = result(rule, example, isCounterexample: isCounterexample, day, isChangedByDate: first != nil)
      if !tried.isRight { return tried }
      first = first ?? tried
    }
    return first
  }

  private func result(
    _ rule: Rule, _ example: Rule.Example, isCounterexample: Bool, _ day: Day, isChangedByDate: Bool
  ) -> ExampleResult {
    let decision = decide(example.given, on: day)
    var problems: [String] = []
    func compare(_ what: String, _ found: String, _ expected: String?) {
      if let expected, expected != found { problems.append("\(what): the rules say \(found), it says \(expected)") }
    }
    if isCounterexample {
      let expected = example.rule ?? "any other"
      if decision.rule == rule.id || example.rule.map({ $0 != decision.rule }) == true {
        problems.append("rule: the rules say \(decision.rule), it says \(expected)")
      }
    } else {
      compare("rule", decision.rule, example.rule ?? rule.id)
    }
    compare("unit", decision.unit.code.text, example.unit?.text)
    compare("deadline", decision.deadlineName, example.deadline)
    compare(
      "cc", "[\(decision.cc.map(\.text).sorted().joined(separator: ", "))]",
      example.cc.map { "[\($0.map(\.text).sorted().joined(separator: ", "))]" })
    return ExampleResult(
      rule: rule, example: example, isCounterexample: isCounterexample, day: day, isChangedByDate: isChangedByDate,
      decision: decision, problems: problems)
  }
}
