package import RouterPolicy
package import Units
package import Cases
package import Foundation
package import WorkingTime

/// The life of a case at the router, as pure steps: an assignment and an action in, the next assignment and
/// the facts to say out.
package struct CaseMachine: Sendable {
  package let book: RuleBook

  package init(book: RuleBook) { self.book = book }

  package var units: UnitDirectory { book.units }

  /// A case as it begins: who gets it, and the fact that says so.
  /// - Parameters:
  ///   - situation: what is known of others that tell of the same.
  ///   - other: the unit that has the case which this one names.
  package func begin(
    _ event: CaseClassified, sequence: Int, at now: Date, situation: SituationNote? = nil,
    following other: UnitCode? = nil
  ) -> (Assignment, CaseRouted) {
    let facts = Facts(event.classification, event.report)
    var decision = book.decide(facts, on: Self.today(now))
    if let related = event.report.related, let other, !other.isOutside, let unit = units[other], unit.isActive {
      decision = book.following(related, at: unit, facts, on: Self.today(now))
    }
    let clock = clock(decision, from: Self.plausible(event.report.receivedAt, at: now) ?? now)
    let assignment = Assignment(
      number: event.number, unit: decision.unit.code, copies: decision.cc,
      state: decision.unit.code.isOutside ? .handedOn : .routed, stateSince: now, sequence: sequence, clock: clock,
      region: facts.region, ministry: decision.ministry)
    var routed = routed(event, decision, clock.deadline, transfers: 0)
    routed.explanation = book.shortExplanation(decision, facts, on: Self.today(now))
    routed.situation = situation
    return (assignment, routed)
  }

  /// A step of a case. The facts are to be said in this order.
  /// - Parameter actor: the unit that acts; nil is the reporter.
  package func step(
    _ assignment: Assignment, _ action: CaseAction, by actor: UnitCode? = nil, case event: CaseClassified, at now: Date
  ) throws(InvalidAction) -> (Assignment, [NumberedFact]) {
    var next = assignment
    next.state = try assignment.state(after: action)
    next.stateSince = now
    var facts: [CaseFact] = []
    if case .transfer(let target, let reason) = action {
      facts = try transfer(&next, to: target, by: actor ?? assignment.unit, reason: reason, event, at: now)
    } else if case .correct(let correction) = action {
      facts = try correct(&next, correction, by: actor ?? assignment.unit, event, at: now)
    } else {
      // The unit above acts itself, or stands in for one that is switched off: the case is its own from now on.
      if let successor = successor(of: assignment, actor), successor != assignment.unit {
        facts += try takeOver(&next, by: successor, isLate: actor != nil, event, at: now)
      }
      facts.append(fact(of: action, &next, at: now))
    }
    let numbered = next.number(facts)
    return (next, numbered)
  }

  private func fact(of action: CaseAction, _ next: inout Assignment, at now: Date) -> CaseFact {
    let (number, unit) = (next.number, next.unit)
    switch action {
    case .accept, .transfer, .correct: return .accepted(CaseAccepted(number: number, unit: unit))
    case .ask(let question):
      next.clock.waitingSince = now
      return .asked(CaseAsked(number: number, unit: unit, question: question))
    case .answer(let answer):
      resumeClock(&next, at: now)
      return .answered(CaseAnswered(number: number, unit: unit, answer: answer))
    case .close(let text): return .closed(CaseClosed(number: number, unit: unit, by: .unit, text: text))
    case .reply(let text):
      resumeClock(&next, at: now)
      return .replied(CaseReplied(number: number, unit: unit, text: text, deadline: next.deadline))
    case .agree(let text): return .closed(CaseClosed(number: number, unit: unit, by: .reporter, text: text))
    case .object(let objection):
      next.clock = AssignmentClock(deadline: next.deadline, countedFrom: now)
      recount(&next)
      return .reopened(CaseReopened(number: number, unit: unit, objection: objection, deadline: next.deadline))
    }
  }

  /// When a case was received, unless that cannot be: in the future, or before there was this software. A machine without
  /// a battery starts in 1970.
  package static func plausible(_ received: Date, at now: Date) -> Date? {
    let first = Date(timeIntervalSince1970: 1_577_836_800)
    return (first...now.addingTimeInterval(600)).contains(received) ? received : nil
  }

  /// The day by which rules are chosen: that of the ministry.
  package static func today(_ now: Date) -> Day {
    UnitClock(calendar: WorkCalendar(holidays: []), offsetSeconds: 7 * 3600).day(of: now)
  }
}

extension CaseMachine {
  private func transfer(
    _ next: inout Assignment, to target: UnitCode, by actor: UnitCode, reason: String, _ event: CaseClassified,
    at now: Date
  ) throws(InvalidAction) -> [CaseFact] {
    guard target != next.unit else {
      throw InvalidAction(reason: "the case already is at \(target)", expected: "another unit's code")
    }
    guard let known = units[target] else {
      throw InvalidAction(reason: "there is no unit '\(target)'", expected: "a unit's code such as dinas.35.78")
    }
    guard known.isActive else {
      throw InvalidAction(reason: "the unit '\(target)' is switched off", expected: "the unit above it, or another")
    }
    let isTooOften = isPassedOnTooOften(&next, by: actor)
    let why = isTooOften ? "\(reason) (dialihkan \(next.transfers) kali; pusat panggilan memutuskan)" : reason
    return try assign(&next, to: isTooOften ? .triage : target, reason: why, event, at: now)
  }

  /// Counts that a unit passes a case on. The decisions of the call centre, or of the unit above, are what ends the
  /// passing around: they do not count.
  func isPassedOnTooOften(_ next: inout Assignment, by actor: UnitCode) -> Bool {
    guard actor == next.unit, actor != .triage else { return false }
    next.transfers += 1
    return next.transfers >= Assignment.transferLimit
  }

  /// Who has the case after somebody acts: a unit itself; after a reporter's word who stands in for the unit.
  private func successor(of assignment: Assignment, _ actor: UnitCode?) -> UnitCode? {
    if let actor { return actor }
    guard units[assignment.unit]?.isActive != true else { return nil }
    return book.standIn(for: assignment.unit, ministry: assignment.ministry) ?? .triage
  }

  /// Another unit takes the case over, in the state in which it is.
  private func takeOver(
    _ next: inout Assignment, by actor: UnitCode, isLate: Bool, _ event: CaseClassified, at now: Date
  ) throws(InvalidAction) -> [CaseFact] {
    let state = next.state
    let why = isLate ? "Lewat batas waktu" : "\(next.unit) sedang tidak aktif"
    let facts = try assign(&next, to: actor, reason: "\(why); diambil alih oleh \(actor).", event, at: now)
    next.state = state
    return facts
  }

  /// A case whose unit is switched off: the unit above takes over. nil where there is none.
  package func takenOver(
    _ assignment: Assignment, case event: CaseClassified, at now: Date
  ) -> (Assignment, [NumberedFact])? {
    var next = assignment
    next.state = .routed
    guard let successor = successor(of: assignment, nil), successor != assignment.unit,
      let facts = try? takeOver(&next, by: successor, isLate: false, event, at: now)
    else { return nil }
    next.stateSince = now
    let numbered = next.number(facts)
    return (next, numbered)
  }

  func assign(
    _ next: inout Assignment, to code: UnitCode, reason: String, _ event: CaseClassified, at now: Date
  ) throws(InvalidAction) -> [CaseFact] {
    guard let unit = units[code] else { throw InvalidAction(reason: "there is no unit '\(code)'", expected: "triase") }
    let from = next.unit
    var decision = book.transferred(
      to: unit, Facts(event.classification, event.report), reason: reason, on: Self.today(now))
    // What the case is about has not changed: who has a copy keeps it.
    decision.cc = next.copies.filter { $0 != code }
    return reassigned(&next, from: from, decision, reason: reason, event, at: now)
  }

  /// The case is another unit's from now on.
  func reassigned(
    _ next: inout Assignment, from: UnitCode, _ decision: Decision, reason: String, _ event: CaseClassified,
    at now: Date
  ) -> [CaseFact] {
    let code = decision.unit.code
    next.unit = code
    next.copies = decision.cc
    next.state = code.isOutside ? .handedOn : .routed
    next.clock = clock(decision, from: now)
    next.ministry = decision.ministry
    return [
      .transferred(
        CaseTransferred(number: next.number, from: from, to: code, reason: reason, transfers: next.transfers)),
      .routed(routed(event, decision, next.deadline, transfers: next.transfers)),
    ]
  }

  /// The days the reporter took are not the unit's.
  private func resumeClock(_ assignment: inout Assignment, at now: Date) {
    guard let start = assignment.clock.waitingSince else { return }
    let clock = book.clock(of: assignment.unit)
    let lost = clock.workingDays(from: start, until: now)
    assignment.clock.waitingSince = nil
    assignment.clock.pausedDays += lost
    // The next step up the line waits as long as the reporter took.
    assignment.clock.steppedAt = assignment.clock.steppedAt.map {
      clock.start(of: clock.calendar.day(lost, after: clock.day(of: $0)))
    }
    if assignment.clock.countedFrom == nil {
      let day = clock.calendar.day(lost, after: clock.dueDay(assignment.deadline.due))
      assignment.clock.deadline.due = clock.end(of: day)
    }
    recount(&assignment)
  }

  /// Counts the deadline anew: after a pause, or with another calendar.
  func recount(_ assignment: inout Assignment) {
    guard let start = assignment.clock.countedFrom else { return }
    let days = assignment.deadline.workingDays + assignment.clock.pausedDays
    assignment.clock.deadline.due = book.clock(of: assignment.unit).deadline(days, after: start)
  }

  private func routed(
    _ event: CaseClassified, _ decision: Decision, _ deadline: Deadline, transfers: Int
  ) -> CaseRouted {
    CaseRouted(
      number: event.number, unit: decision.unit.code, unitName: decision.unit.name, cc: decision.cc,
      rule: decision.rule, reason: decision.reason, deadline: deadline,
      handedOn: decision.unit.code.isOutside ? decision.unit.address : nil,
      transfers: transfers, report: event.report, classification: event.classification, policy: book.id)
  }

  private func clock(_ decision: Decision, from start: Date) -> AssignmentClock {
    let due = book.clock(of: decision.unit.code).deadline(decision.workingDays, after: start)
    let deadline = Deadline(name: decision.deadlineName, workingDays: decision.workingDays, due: due)
    return AssignmentClock(deadline: deadline, countedFrom: start)
  }
}
