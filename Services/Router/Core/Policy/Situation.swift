import Units
package import Cases
package import Foundation
package import WorkingTime

/// Several cases about one cooperative and one topic.
package struct Situation: Sendable, Equatable {
  package let id: SituationID
  package let key: SituationKey
  package let since: Date
  package var lastAt: Date
  package var cases: Int
  package var isNoticed: Bool

  package init(id: SituationID, key: SituationKey, since: Date, lastAt: Date, cases: Int, isNoticed: Bool) {
    self.id = id
    self.key = key
    self.since = since
    self.lastAt = lastAt
    self.cases = cases
    self.isNoticed = isNoticed
  }
}

extension RuleBook {
  /// Whether a case at a time still belongs to a situation.
  package func isOpen(_ situation: Situation, at now: Date) -> Bool {
    now.timeIntervalSince(situation.lastAt) <= Double(settings.situations.days) * 86_400
  }

  /// Whom an early warning goes to: the cooperative's supervisor, and those the book names.
  package func warned(_ facts: Facts, on day: Day) -> [UnitCode] {
    let ministry = decide(facts, on: day).ministry
    let supervisor = resolver.resolve(.supervisor, facts, ministry: ministry)?.unit.code
    return ([supervisor].compactMap { $0 } + settings.situations.tell).once
  }
}
