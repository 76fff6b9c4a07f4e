import RouterPolicy
package import Cases
package import Foundation
import WorkingTime

/// Something that is to happen to a case by the clock.
package struct CaseTimer: Sendable, Equatable {
  /// What is to happen.
  package enum Kind: String, Sendable, CaseIterable {
    case remind, overdue, close
  }

  package let kind: Kind
  package let dueAt: Date

  package init(kind: Kind, dueAt: Date) {
    self.kind = kind
    self.dueAt = dueAt
  }
}

extension CaseMachine {
  /// What is to happen to a case by the clock, as it stands now.
  package func timers(for assignment: Assignment) -> [CaseTimer] {
    let clock = book.clock(of: assignment.unit)
    switch assignment.state {
    case .routed, .inProgress, .reopened:
      return [reminder(assignment, clock), overdue(assignment, clock)].compactMap { $0 }
    case .answered:
      // The reporter's silence is counted by the unit's calendar.
      let day = clock.calendar.day(book.settings.watch.silence, after: clock.day(of: assignment.stateSince))
      return [CaseTimer(kind: .close, dueAt: clock.end(of: day))]
    case .received, .classified, .waiting, .closed, .handedOn: return []
    }
  }

  private func reminder(_ assignment: Assignment, _ clock: UnitClock) -> CaseTimer? {
    guard let before = book.settings.deadlines[assignment.deadline.name]?.remind, before > 0,
      !assignment.clock.isReminded, assignment.clock.steps == 0
    else { return nil }
    let day = clock.calendar.day(before, before: clock.dueDay(assignment.deadline.due))
    return CaseTimer(kind: .remind, dueAt: clock.start(of: day))
  }

  /// The first step when work begins after the deadline; the next ones some working days apart.
  private func overdue(_ assignment: Assignment, _ clock: UnitClock) -> CaseTimer? {
    guard let last = assignment.clock.steppedAt else {
      return CaseTimer(kind: .overdue, dueAt: clock.nextOpening(from: assignment.deadline.due))
    }
    guard superior(of: assignment) != nil else { return nil }
    let day = clock.calendar.day(book.settings.watch.overdueAgain, after: clock.day(of: last))
    return CaseTimer(kind: .overdue, dueAt: clock.start(of: day))
  }

  private func superior(of assignment: Assignment) -> UnitCode? {
    let below = assignment.clock.told.last ?? assignment.unit
    guard let above = book.superior(of: below, ministry: assignment.ministry) else { return nil }
    let unit = book.standIn(for: above, ministry: assignment.ministry)
    return unit == assignment.unit ? nil : unit
  }

  /// Lets a timer fire. Late ones, after the router stood still, say once what is true now.
  package func fire(
    _ timer: CaseTimer, _ assignment: Assignment, case event: CaseClassified, at now: Date
  ) -> TimerOutcome {
    let clock = book.clock(of: assignment.unit)
    guard clock.isOpen(at: now) else { return .postponed(until: clock.nextOpening(from: now)) }
    var next = assignment
    var facts: [CaseFact] = []
    switch timer.kind {
    case .remind:
      next.clock.isReminded = true
      // What is overdue by now is told by the other timer.
      if now < assignment.deadline.due {
        let left = clock.calendar.workingDays(
          after: clock.day(of: now), through: clock.dueDay(assignment.deadline.due))
        facts = [
          .reminded(
            CaseReminded(
              number: next.number, unit: next.unit, deadline: next.deadline, workingDaysLeft: left))
        ]
      }
    case .overdue:
      let superior = superior(of: assignment)
      next.clock.steps += 1
      next.clock.told += [superior].compactMap { $0 }
      next.clock.steppedAt = now
      facts = [
        .overdue(
          CaseOverdue(
            number: next.number, unit: next.unit, superior: superior, step: next.clock.steps, deadline: next.deadline,
            report: event.report, classification: event.classification))
      ]
    case .close:
      next.state = .closed
      next.stateSince = now
      let days = book.settings.watch.silence
      facts = [
        .closed(
          CaseClosed(
            number: next.number, unit: next.unit, by: .silence,
            text: "Laporan dinyatakan selesai karena tidak ada tanggapan selama \(days) hari kerja."))
      ]
    }
    let numbered = next.number(facts)
    return .fired(next, numbered)
  }

  /// A case whose deadline another calendar has moved; nil if it has not.
  package func rescheduled(_ assignment: Assignment) -> (Assignment, [NumberedFact])? {
    guard CaseLifecycle.owed.contains(assignment.state) else { return nil }
    var next = assignment
    recount(&next)
    guard next.deadline.due != assignment.deadline.due else { return nil }
    let fact = CaseFact.rescheduled(
      CaseRescheduled(number: next.number, unit: next.unit, deadline: next.deadline))
    let numbered = next.number([fact])
    return (next, numbered)
  }
}
