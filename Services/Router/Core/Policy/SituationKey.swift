import Units
package import Cases
package import Foundation
package import WorkingTime

/// What makes cases the same: the cooperative, its province and the topic. Two cooperatives in different
/// provinces may have one name.
package struct SituationKey: Sendable, Hashable {
  package let cooperative: String
  package let topic: TopicCode
  package let province: RegionCode?

  /// - Returns: nil where the case names no cooperative, or the topic is not sure.
  package init?(_ facts: Facts) {
    guard let cooperative = facts.ownCooperativeName, facts.sure else { return nil }
    self.init(cooperative: cooperative, topic: facts.topic, province: facts.region?.province)
  }

  package init(cooperative: String, topic: TopicCode, province: RegionCode?) {
    self.cooperative = cooperative
    self.topic = topic
    self.province = province
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
