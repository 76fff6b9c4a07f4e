/// The life of a case: from which states each step leads to which. The router's steps, the unit kit's table and what the
/// tracking page offers are all read from here.
package enum CaseLifecycle {
  /// `transfer` ends in `handed_on` where the unit is outside the ministry.
  private static let table: [LifecycleStep: [CaseState: CaseState]] = [
    .accept: [.routed: .inProgress, .reopened: .inProgress],
    .ask: [.routed: .waiting, .inProgress: .waiting, .reopened: .waiting],
    .answer: [
      .routed: .answered, .inProgress: .answered, .waiting: .answered, .reopened: .answered, .handedOn: .answered,
    ],
    .transfer: [.routed: .routed, .inProgress: .routed, .waiting: .routed, .reopened: .routed, .handedOn: .routed],
    .close: [.answered: .closed],
    .correct: [
      .routed: .routed, .inProgress: .inProgress, .waiting: .waiting, .reopened: .reopened, .handedOn: .handedOn,
    ],
    .reply: [.waiting: .inProgress, .inProgress: .inProgress, .routed: .routed, .reopened: .reopened],
    // Words that come with it when the unit has closed the case already.
    .agree: [.answered: .closed, .closed: .closed],
    .object: [.answered: .reopened, .closed: .reopened],
  ]

  /// - Returns: nil where the step cannot be taken.
  package static func state(after step: LifecycleStep, from state: CaseState) -> CaseState? { table[step]?[state] }

  /// The states in which a step can be taken, in the order of a case's life.
  package static func states(for step: LifecycleStep) -> [CaseState] {
    CaseState.allCases.filter { table[step]?[$0] != nil }
  }

  /// What can be done with a case in a state, by its unit or by its reporter.
  package static func steps(in state: CaseState, byReporter: Bool) -> [LifecycleStep] {
    LifecycleStep.allCases.filter { $0.isReporters == byReporter && table[$0]?[state] != nil }
  }

  /// Whether a reporter is asked for it; the router takes what was written before a state was known, too.
  package static func isOffered(_ step: LifecycleStep, in state: CaseState) -> Bool {
    switch step {
    case .reply: state == .waiting
    case .agree: state == .answered
    case .object: state == .answered || state == .closed
    case .accept, .ask, .answer, .transfer, .close, .correct: false
    }
  }

  /// The states in which a unit owes something, and a book that changes may move its deadline.
  package static let owed: [CaseState] = [.routed, .inProgress, .reopened, .waiting]
}
