package import Cases
import RouterPolicy
import Texts

/// A fact in one wording, and who is told it so.
package struct Telling: Sendable, Equatable {
  package let fact: CaseFact
  package let units: [UnitCode]
  /// Whether the services that hear such facts are told by it, too.
  package let tellsServices: Bool
}

extension CaseFact {
  /// Who reads a fact: who answers, or acts, whole; who only watches, without numbers that identify people.
  private struct Readers {
    var whole: [UnitCode] = []
    var masked: [UnitCode] = []
  }

  /// How a fact is told: one wording for all, or two.
  /// - Parameters:
  ///   - assignment: the case as it was before the step.
  ///   - actor: the unit whose step it is; nil is the reporter, or the clock.
  package func tellings(of assignment: Assignment, by actor: UnitCode?) -> [Telling] {
    let readers = readers(of: assignment, by: actor)
    let whole = readers.whole.once
    let others = readers.masked.once.filter { !whole.contains($0) }
    let masked = masked
    guard masked != self else { return [Telling(fact: self, units: whole + others, tellsServices: true)] }
    return [
      Telling(fact: self, units: whole, tellsServices: !isMaskedForServices),
      Telling(fact: masked, units: others, tellsServices: isMaskedForServices),
    ].filter { !$0.units.isEmpty || $0.tellsServices }
  }

  /// Services that hear of these do not need the numbers.
  private var isMaskedForServices: Bool {
    switch self {
    case .routed, .overdue: true
    case .accepted, .asked, .replied, .answered, .transferred, .closed, .reopened, .reminded, .rescheduled, .corrected:
      false
    }
  }

  /// Who acts is told too: that its word was taken, and what others of its office did.
  private func readers(of assignment: Assignment, by actor: UnitCode?) -> Readers {
    switch self {
    case .routed(let routed): Readers(whole: [routed.unit], masked: routed.cc)
    case .accepted(let accepted): Readers(whole: [accepted.unit])
    case .asked(let asked): Readers(whole: [asked.unit])
    case .replied(let replied): Readers(whole: [replied.unit])
    case .answered(let answered): Readers(whole: [answered.unit], masked: assignment.watchers)
    case .transferred(let transferred):
      Readers(whole: [transferred.from] + (actor.map { [$0] } ?? []), masked: assignment.watchers)
    case .closed(let closed): Readers(whole: [closed.unit], masked: assignment.watchers)
    case .reopened(let reopened): Readers(whole: [reopened.unit], masked: assignment.watchers)
    case .reminded(let reminded): Readers(whole: [reminded.unit])
    case .rescheduled(let rescheduled): Readers(whole: [rescheduled.unit])
    // Who stands above has the case only once it acts; the unit has the text already.
    case .overdue(let overdue): Readers(masked: [overdue.unit, overdue.superior, .triage].compactMap { $0 })
    case .corrected(let corrected): Readers(masked: [corrected.unit, assignment.unit])
    }
  }

  /// The same without personal numbers in what people wrote.
  private var masked: CaseFact {
    switch self {
    case .routed(var routed):
      routed.report = routed.report.masked
      // A rule's reason names hotlines.
      if routed.rule == RuleBook.transferRule { routed.reason = PersonalNumbers.masked(routed.reason) }
      return .routed(routed)
    case .answered(var answered):
      answered.answer = PersonalNumbers.masked(answered.answer)
      return .answered(answered)
    case .transferred(var transferred):
      transferred.reason = PersonalNumbers.masked(transferred.reason)
      return .transferred(transferred)
    case .closed(var closed):
      closed.text = closed.text.map(PersonalNumbers.masked)
      return .closed(closed)
    case .reopened(var reopened):
      reopened.objection = PersonalNumbers.masked(reopened.objection)
      return .reopened(reopened)
    case .overdue(var overdue):
      overdue.report = overdue.report.masked
      return .overdue(overdue)
    case .corrected(var corrected):
      corrected.report = corrected.report.masked
      return .corrected(corrected)
    case .accepted, .asked, .replied, .reminded, .rescheduled: return self
    }
  }
}

extension Report {
  /// The same without personal numbers in what the reporter wrote.
  fileprivate var masked: Report {
    var masked = self
    masked.text = PersonalNumbers.masked(text)
    masked.mediaURL = nil
    masked.form.cooperative = form.cooperative.map(PersonalNumbers.masked)
    return masked
  }
}
