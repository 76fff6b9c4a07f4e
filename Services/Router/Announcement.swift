import Cases
import RouterCore
import Stage

/// Who is told which fact: everybody who hears facts, and the units concerned.
enum Announcement {
  /// - Parameter actor: the unit whose step it is; nil is the reporter, or the clock.
  static func say(
    _ facts: [any CaseEvent], after assignment: Assignment, by actor: UnitCode? = nil, _ work: borrowing Work
  ) throws {
    for (index, fact) in facts.enumerated() {
      try say(fact, sequence: assignment.sequence + index + 1, by: actor, work)
    }
  }

  static func say(_ fact: any CaseEvent, sequence: Int, by actor: UnitCode? = nil, _ work: borrowing Work) throws {
    let destinations =
      units(of: fact).filter { $0 != actor || fact is CaseRouted }.map(Destination.unit)
      + [.fact(type(of: fact).type)]
    try work.say(fact, sequence: sequence, to: destinations)
  }

  /// A unit is told what others did; what it did itself it knows.
  private static func units(of fact: any CaseEvent) -> [UnitCode] {
    switch fact {
    case let routed as CaseRouted: [routed.unit] + routed.cc
    case let transferred as CaseTransferred: [transferred.from]
    case let replied as CaseReplied: [replied.unit]
    case let reopened as CaseReopened: [reopened.unit]
    case let closed as CaseClosed: closed.by == .unit ? [] : [closed.unit]
    case let reminded as CaseReminded: [reminded.unit]
    case let rescheduled as CaseRescheduled: [rescheduled.unit]
    case let overdue as CaseOverdue: [overdue.unit, overdue.superior, .triage].compactMap { $0 }.once
    default: []
    }
  }
}
