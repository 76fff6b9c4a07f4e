package import Units
package import Cases
package import WorkingTime

/// Who answers a case, who gets a copy, by when, and why.
package struct Decision: Sendable, Equatable {
  package var unit: ResponsibleUnit
  package var cc: [UnitCode]
  /// The rule that decided, or `triase.` and why none could.
  package var rule: String
  package var reason: String
  package var deadlineName: String
  package var workingDays: Int
  /// From what the rule says to the unit it means.
  package var path: [ResolverStep]
  /// The ministry's unit in charge, at the top of the line.
  package var ministry: UnitCode?
}

extension Decision {
  /// Whether another book's decision sends the case elsewhere, or by another day.
  package func differs(from other: Decision) -> Bool {
    unit.code != other.unit.code || Set(cc) != Set(other.cc) || workingDays != other.workingDays
  }
}

extension RuleBook {
  /// What becomes of a case. What no rule covers goes to people, never to a guess.
  package func decide(_ facts: Facts, on day: Day) -> Decision {
    guard facts.sure else { return triage(.unsure, facts) }
    let best = index.best(facts, day, rules)
    guard let first = best.first else { return triage(.noRule, facts) }
    guard best.count == 1 else { return triage(.conflict, facts) }
    return decision(rules[first], facts)
  }

  /// What a rule says about a case that it fits.
  func decision(_ rule: Rule, _ facts: Facts) -> Decision {
    guard let (unit, path) = resolver.resolve(rule.to, facts, ministry: rule.ministry) else {
      return triage(.unknownUnit, facts)
    }
    // A copy follows the place alone: where it is not known, nobody gets one.
    let copies = rule.cc.compactMap { resolver.resolve($0, facts, ministry: nil)?.unit.code }
    let deadline = deadline(rule, facts.kind)
    return Decision(
      unit: unit, cc: copies.filter { $0 != unit.code }.once, rule: rule.id, reason: rule.reason,
      deadlineName: deadline.name, workingDays: deadline.days, path: path, ministry: rule.ministry)
  }

  /// What a transfer to a unit means: the deadline is that of the rule which fits the case.
  package func transferred(to unit: ResponsibleUnit, _ facts: Facts, reason: String, on day: Day) -> Decision {
    let rule = index.best(facts, day, rules).first.map { rules[$0] }
    let deadline = deadline(rule, facts.kind)
    return Decision(
      unit: unit, cc: [], rule: Self.transferRule, reason: reason, deadlineName: deadline.name,
      workingDays: deadline.days, path: [.named(unit.code)], ministry: rule?.ministry)
  }

  /// A case that names another one: it goes to the unit that has that, whatever it says itself.
  package func following(_ other: CaseNumber, at unit: ResponsibleUnit, _ facts: Facts, on day: Day) -> Decision {
    let reason = "Laporan ini menyebut laporan \(other.grouped), yang ada pada \(unit.name)."
    var decision = transferred(to: unit, facts, reason: reason, on: day)
    decision.rule = Self.followingRule
    return decision
  }

  /// The rule's class for a kind, else the book's.
  private func deadline(_ rule: Rule?, _ kind: CaseKind) -> (name: String, days: Int) {
    let name = rule?.deadlines[kind] ?? settings.kinds[kind] ?? settings.kinds[.complaint] ?? ""
    return (name, settings.deadlines[name]?.days ?? 0)
  }

  /// The name under which a unit's own decision stands where otherwise a rule's id does.
  package static let transferRule = "alih"
  /// The same for one that follows an earlier case.
  package static let followingRule = "lanjutan"

  /// Why people decide.
  package enum Triage: String, Sendable, CaseIterable {
    case unsure = "triase.unsure"
    case noRule = "triase.no_rule"
    case conflict = "triase.conflict"
    case unknownUnit = "triase.unknown_unit"
  }

  private func triage(_ why: Triage, _ facts: Facts) -> Decision {
    let reason =
      switch why {
      case .unsure: "Topik laporan belum pasti; tim pusat panggilan memeriksanya."
      case .noRule: "Belum ada aturan untuk laporan seperti ini (\(facts.topic)); tim pusat panggilan memeriksanya."
      case .conflict: "Lebih dari satu aturan berlaku; tim pusat panggilan memeriksanya."
      case .unknownUnit: "Unit yang berwenang tidak dikenal; tim pusat panggilan memeriksanya."
      }
    let deadline = deadline(nil, facts.kind)
    return Decision(
      unit: triageUnit, cc: [], rule: why.rawValue, reason: reason, deadlineName: deadline.name,
      workingDays: deadline.days, path: [.triage], ministry: nil)
  }
}

extension [UnitCode] {
  /// Each unit at its first place only.
  package var once: [UnitCode] {
    reduce(into: []) { units, unit in
      if !units.contains(unit) { units.append(unit) }
    }
  }
}
