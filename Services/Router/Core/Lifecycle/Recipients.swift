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
  /// How a fact is told: one wording for all, or for who need not know numbers that identify people another one.
  /// - Parameter actor: the unit whose step it is; nil is the reporter, or the clock.
  package func tellings(by actor: UnitCode?) -> [Telling] {
    let units = recipients(by: actor)
    switch self {
    case .routed(let routed):
      guard let masked = routed.masked else { break }
      // One fact; who does not have to answer reads it without the numbers.
      return [
        Telling(fact: self, units: [routed.unit], tellsServices: false),
        Telling(fact: .routed(masked), units: units.filter { $0 != routed.unit }, tellsServices: true),
      ]
    case .overdue(var overdue):
      // Who stands above has the case only once it acts; the unit has the text already.
      overdue.report = overdue.report.masked
      return [Telling(fact: .overdue(overdue), units: units, tellsServices: true)]
    case .accepted, .asked, .replied, .answered, .transferred, .closed, .reopened, .reminded, .rescheduled, .corrected:
      break
    }
    return [Telling(fact: self, units: units, tellsServices: true)]
  }

  /// The units that are told: each what others did; what it did itself it knows.
  package func recipients(by actor: UnitCode?) -> [UnitCode] {
    switch self {
    case .routed(let routed): [routed.unit] + routed.cc
    case .accepted, .asked, .answered, .corrected: []
    case .replied(let replied): [replied.unit].without(actor)
    case .transferred(let transferred): [transferred.from].without(actor)
    case .closed(let closed): closed.by == .unit ? [] : [closed.unit].without(actor)
    case .reopened(let reopened): [reopened.unit].without(actor)
    case .reminded(let reminded): [reminded.unit].without(actor)
    case .rescheduled(let rescheduled): [rescheduled.unit].without(actor)
    case .overdue(let overdue): [overdue.unit, overdue.superior, .triage].compactMap { $0 }.once.without(actor)
    }
  }
}

extension [UnitCode] {
  fileprivate func without(_ actor: UnitCode?) -> [UnitCode] { filter { $0 != actor } }
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
