import Cases
import RouterCore
import Messaging
import Texts

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
    let told = units(of: fact).filter { $0 != actor || fact is CaseRouted }
    if var overdue = fact as? CaseOverdue {
      // Who stands above has the case only once it acts; the unit has the text already.
      overdue.report = overdue.report.masked
      return try work.say(overdue, sequence: sequence, to: told)
    }
    guard let routed = fact as? CaseRouted, let masked = routed.masked else {
      return try work.say(fact, sequence: sequence, to: told)
    }
    // One fact, and who does not have to answer reads it without the numbers that identify people.
    try work.tell([routed.unit], routed, sequence: sequence)
    try work.say(masked, sequence: sequence, to: told.filter { $0 != routed.unit })
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

extension CaseRouted {
  /// The same without personal numbers; nil where there are none.
  var masked: CaseRouted? {
    guard report.masked != report else { return nil }
    var masked = self
    masked.report = report.masked
    return masked
  }
}

extension Report {
  /// The same without personal numbers in what the reporter wrote.
  fileprivate var masked: Report {
    var masked = self
    masked.text = PersonalNumbers.masked(text)
    masked.form.cooperative = form.cooperative.map(PersonalNumbers.masked)
    return masked
  }
}
