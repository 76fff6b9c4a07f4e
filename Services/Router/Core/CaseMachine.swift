package import Cases
package import Foundation
import Places
package import WorkingTime

/// The life of a case at the router, as pure steps: an assignment and an action in, the next assignment and
/// the facts to say out.
package struct CaseMachine: Sendable {
  private let policy: Policy
  package let units: UnitDirectory
  private let calendar: WorkCalendar

  package init(policy: Policy, units: UnitDirectory, calendar: WorkCalendar) {
    self.policy = policy
    self.units = units
    self.calendar = calendar
  }

  /// A case as it begins: who gets it, and the fact that says so.
  package func begin(_ event: CaseClassified, sequence: Int) -> (Assignment, CaseRouted) {
    let decision = policy.decide(Facts(event.classification))
    let deadline = deadline(decision, from: event.report.receivedAt)
    let assignment = Assignment(
      number: event.number, unit: decision.unit.code, state: decision.unit.code.isOutside ? .handedOn : .routed,
      sequence: sequence, deadline: deadline)
    return (assignment, routed(event, decision, deadline, transfers: 0))
  }

  /// A step of a case. The facts are to be said in this order, each with the next sequence.
  package func step(
    _ assignment: Assignment, _ action: CaseAction, case event: CaseClassified, at now: Date
  ) throws(ActionRefused) -> (Assignment, [any CaseEvent]) {
    var next = assignment
    next.state = try assignment.state(after: action)
    let (number, unit) = (assignment.number, assignment.unit)
    var facts: [any CaseEvent]
    switch action {
    case .accept: facts = [CaseAccepted(number: number, unit: unit)]
    case .ask(let question):
      next.waitingSince = now
      facts = [CaseAsked(number: number, unit: unit, question: question)]
    case .answer(let answer):
      resumeClock(&next, at: now)
      facts = [CaseAnswered(number: number, unit: unit, answer: answer)]
    case .transfer(let target, let reason):
      facts = try transfer(&next, to: target, reason: reason, event, at: now)
    case .close(let text): facts = [CaseClosed(number: number, unit: unit, by: .unit, text: text)]
    case .reply(let text):
      resumeClock(&next, at: now)
      facts = [CaseReplied(number: number, unit: unit, text: text, deadline: next.deadline)]
    case .agree(let text): facts = [CaseClosed(number: number, unit: unit, by: .reporter, text: text)]
    case .object(let objection):
      next.deadline.due = clock(unit).deadline(next.deadline.workingDays, after: now)
      facts = [CaseReopened(number: number, unit: unit, objection: objection, deadline: next.deadline)]
    }
    next.sequence += facts.count
    return (next, facts)
  }
}

extension CaseMachine {
  private func transfer(
    _ next: inout Assignment, to target: UnitCode, reason: String, _ event: CaseClassified, at now: Date
  ) throws(ActionRefused) -> [any CaseEvent] {
    guard target != next.unit else {
      throw ActionRefused(reason: "the case already is at \(target)", expected: "another unit's code")
    }
    guard units[target] != nil else {
      throw ActionRefused(reason: "there is no unit '\(target)'", expected: "a unit's code such as dinas.35.78")
    }
    let from = next.unit
    // The call centre's own decisions are what ends the passing around, so they do not count.
    if from != .triage { next.transfers += 1 }
    let isTooOften = from != .triage && next.transfers >= Assignment.transferLimit
    let code = isTooOften ? UnitCode.triage : target
    guard let unit = units[code] else { throw ActionRefused(reason: "there is no unit '\(code)'", expected: "triase") }
    let decision = policy.transferred(to: unit, Facts(event.classification), reason: reason)
    next.unit = code
    next.state = code.isOutside ? .handedOn : .routed
    next.waitingSince = nil
    next.deadline = deadline(decision, from: now)
    let why = isTooOften ? "\(reason) (dialihkan \(next.transfers) kali; pusat panggilan memutuskan)" : reason
    return [
      CaseTransferred(number: next.number, from: from, to: code, reason: why, transfers: next.transfers),
      routed(event, decision, next.deadline, transfers: next.transfers),
    ]
  }

  /// The days the reporter took are not the unit's.
  private func resumeClock(_ assignment: inout Assignment, at now: Date) {
    guard let start = assignment.waitingSince else { return }
    assignment.waitingSince = nil
    assignment.deadline.due = clock(assignment.unit).deadline(assignment.deadline.due, pausedFrom: start, until: now)
  }

  private func routed(
    _ event: CaseClassified, _ decision: Decision, _ deadline: Deadline, transfers: Int
  ) -> CaseRouted {
    CaseRouted(
      number: event.number, unit: decision.unit.code, unitName: decision.unit.name, cc: decision.cc,
      rule: decision.rule, reason: decision.reason, deadline: deadline,
      handedOn: decision.unit.code.isOutside ? decision.unit.address : nil,
      transfers: transfers, report: event.report, classification: event.classification, policy: policy.id)
  }

  private func deadline(_ decision: Decision, from start: Date) -> Deadline {
    Deadline(
      name: decision.deadlineName, workingDays: decision.workingDays,
      due: clock(decision.unit.code).deadline(decision.workingDays, after: start))
  }

  private func clock(_ unit: UnitCode) -> UnitClock {
    UnitClock(calendar: calendar, offsetSeconds: (units[unit]?.zone ?? .western).offsetSeconds)
  }
}
