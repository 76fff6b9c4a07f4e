package import Cases

/// A fact that the router says of a case. Closed: whom a new one is told to, and what it does to the case's rows, must be
/// written down before it compiles.
package enum CaseFact: Sendable, Equatable {
  case routed(CaseRouted)
  case accepted(CaseAccepted)
  case asked(CaseAsked)
  case replied(CaseReplied)
  case answered(CaseAnswered)
  case transferred(CaseTransferred)
  case closed(CaseClosed)
  case reopened(CaseReopened)
  case reminded(CaseReminded)
  case overdue(CaseOverdue)
  case rescheduled(CaseRescheduled)
  case corrected(CaseCorrected)

  /// What is published.
  package var event: any CaseEvent {
    switch self {
    case .routed(let event): event
    case .accepted(let event): event
    case .asked(let event): event
    case .replied(let event): event
    case .answered(let event): event
    case .transferred(let event): event
    case .closed(let event): event
    case .reopened(let event): event
    case .reminded(let event): event
    case .overdue(let event): event
    case .rescheduled(let event): event
    case .corrected(let event): event
    }
  }
}
