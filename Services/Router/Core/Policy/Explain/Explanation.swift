package import Cases
package import WorkingTime

/// Why a case goes where it goes: made by the same book that decides.
package struct Explanation: Sendable {
  /// A condition and what it met.
  package struct Condition: Sendable, Equatable {
    package let name: ConditionName
    package let wanted: [String]
    package let found: String
    package let holds: Bool
  }

  /// A rule that does not decide, and why.
  package struct Miss: Sendable {
    package let rule: Rule
    package let failed: [Condition]
    /// Why it does not decide although all its conditions hold; nil if one fails.
    package let outdone: String?
  }

  package let decision: Decision
  package let winner: Rule?
  package let conditions: [Condition]
  package let misses: [Miss]
}

extension RuleBook {
  package func explain(_ facts: Facts, on day: Day, misses limit: Int = 3) -> Explanation {
    let decision = decide(facts, on: day)
    let winner = rules.first { $0.id == decision.rule }
    let ranked = rules.filter { $0.id != winner?.id }
      .map { (rule: $0, conditions: conditions($0, facts)) }
      .map { (rule: $0.rule, conditions: $0.conditions, failed: $0.conditions.count { !$0.holds }) }
      .sorted {
        if $0.failed != $1.failed { return $0.failed < $1.failed }
        let (left, right) = (affinity($0.rule, facts), affinity($1.rule, facts))
        return left != right ? left > right : $0.rule.id < $1.rule.id
      }
    return Explanation(
      decision: decision, winner: winner, conditions: winner.map { conditions($0, facts) } ?? [],
      misses: ranked.prefix(limit).map { miss($0.rule, $0.conditions, decision, day) })
  }

  /// The explanation that goes with the case: what the index looked at anyway, and no more.
  package func shortExplanation(_ decision: Decision, _ facts: Facts, on day: Day) -> RoutingExplanation {
    var winner: Rule?
    var near: [(id: String, failed: [ConditionName])] = []
    index.candidates(facts) { number in
      let rule = rules[number]
      if rule.id == decision.rule { return winner = rule }
      guard near.count < 50, rule.validity.contains(day) else { return }
      near.append((rule.id, conditions(rule, facts).filter { !$0.holds }.map(\.name)))
    }
    let fits = winner == nil ? "syaratnya terpenuhi" : "berlaku juga, tetapi lebih umum"
    let closest = near.sorted { ($0.failed.count, $0.id) < ($1.failed.count, $1.id) }.prefix(3).map { rule in
      let why = rule.failed.isEmpty ? fits : rule.failed.map(\.rawValue).joined(separator: ", ")
      return "\(rule.id): \(why)"
    }
    let met = winner.map { conditions($0, facts) } ?? []
    return RoutingExplanation(
      conditions: met.map {
        RoutingExplanation.Condition(
          name: $0.name.rawValue, wanted: $0.wanted.prefix(5).joined(separator: ", "),
          found: String($0.found.prefix(200)))
      },
      path: decision.path.map(\.indonesian),
      closest: closest,
      source: winner?.source)
  }

  private func conditions(_ rule: Rule, _ facts: Facts) -> [Explanation.Condition] {
    rule.when.stated.map { name in
      Explanation.Condition(
        name: name, wanted: rule.when.wanted(name), found: facts.found(name), holds: rule.when.holds(name, for: facts))
    }
  }

  /// How near a rule is to a case beyond its conditions: the same group of topics first.
  private func affinity(_ rule: Rule, _ facts: Facts) -> Int {
    let sameGroup = rule.when.topics.contains { $0.group == facts.topic.group } ? 2 : 0
    return sameGroup + conditions(rule, facts).count { $0.holds }
  }

  private func miss(
    _ rule: Rule, _ conditions: [Explanation.Condition], _ decision: Decision, _ day: Day
  ) -> Explanation.Miss {
    let failed = conditions.filter { !$0.holds }
    guard failed.isEmpty else { return Explanation.Miss(rule: rule, failed: failed, outdone: nil) }
    let why =
      switch Triage(rawValue: decision.rule) {
      case _ where !rule.validity.contains(day): "it does not hold on \(day)"
      case .unsure: "it would fit, if the topic were sure"
      case .conflict: "it fits, and so does another that is as specific"
      case .unknownUnit: "it fits, but means a unit that is not known"
      case .noRule, nil: "it fits too, but is less specific"
      }
    return Explanation.Miss(rule: rule, failed: [], outdone: why)
  }
}
