import Units
package import WorkingTime

/// What the book says to an example.
package struct ExampleResult: Sendable {
  package let rule: Rule
  package let example: Rule.Example
  package let isCounterexample: Bool
  package let decision: Decision
  /// What is not as the example says, a sentence each.
  package let problems: [String]

  package var isRight: Bool { problems.isEmpty }
}

extension RuleBook {
  /// All examples and counterexamples, decided by this book.
  /// - Parameter today: the day; a rule that does not hold yet, or no more, is tried on its own first or last day.
  package func exampleResults(on today: Day) -> [ExampleResult] {
    rules.flatMap { rule in
      let day = min(max(today, rule.validity.from ?? today), rule.validity.until ?? .distantFuture)
      return rule.examples.map { result(rule, $0, isCounterexample: false, day) }
        + rule.counterexamples.map { result(rule, $0, isCounterexample: true, day) }
    }
  }

  private func result(_ rule: Rule, _ example: Rule.Example, isCounterexample: Bool, _ day: Day) -> ExampleResult {
    let decision = decide(example.given, on: day)
    var problems: [String] = []
    func compare(_ what: String, _ found: String, _ expected: String?) {
      if let expected, expected != found { problems.append("\(what): found \(found), expected \(expected)") }
    }
    if isCounterexample {
      let expected = example.rule ?? "any other"
      if decision.rule == rule.id || example.rule.map({ $0 != decision.rule }) == true {
        problems.append("rule: found \(decision.rule), expected \(expected)")
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
      rule: rule, example: example, isCounterexample: isCounterexample, decision: decision, problems: problems)
  }
}
