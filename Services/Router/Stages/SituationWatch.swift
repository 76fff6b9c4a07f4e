import Cases
import Foundation
import RouterPolicy
import RouterLifecycle
import Messaging

/// Sees that several reporters tell of the same.
struct SituationWatch {
  let book: RuleBook

  /// Adds a case to its situation, or begins one; says the early warning once.
  /// - Returns: what the unit is told, if there are others.
  func add(_ number: CaseNumber, _ facts: Facts, _ work: borrowing Work) throws -> SituationNote? {
    guard let key = SituationKey(facts) else { return nil }
    var situation = Situation(
      id: SituationID(first: number), key: key, since: work.now, lastAt: work.now, cases: 0, isNoticed: false)
    if let latest = try SituationTable.latest(key, in: work.db), book.isOpen(latest, at: work.now) {
      situation = latest
    }
    situation.cases += 1
    situation.lastAt = work.now
    let isNews = !situation.isNoticed && situation.cases >= book.settings.situations.cases
    if isNews { situation.isNoticed = true }
    try SituationTable.put(situation, with: number, in: work.db)
    if isNews { try warn(situation, facts, work) }
    return situation.cases > 1 ? SituationNote(id: situation.id, others: situation.cases - 1) : nil
  }

  private func warn(_ situation: Situation, _ facts: Facts, _ work: borrowing Work) throws {
    let noticed = SituationNoticed(
      id: situation.id, cooperative: facts.cooperative ?? situation.key.cooperative, topic: situation.key.topic,
      region: facts.region,
      since: situation.since, cases: try SituationTable.cases(of: situation.id, in: work.db))
    let units = book.warned(facts, on: CaseMachine.today(work.now))
    try work.emit(onlyTo: units, noticed, sequence: 1)
  }
}
