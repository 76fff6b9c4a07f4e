package import Cases

/// What somebody does with a case.
package enum CaseAction: Sendable, Equatable {
  case accept
  case ask(String)
  case answer(String)
  case transfer(to: UnitCode, reason: String)
  case close(String?)
  /// The case is about something else, or belongs elsewhere: it is decided anew.
  case correct(Correction)
  /// The reporter answers the unit's question, agrees with the answer, objects to it.
  case reply(String)
  case agree(String?)
  case object(String)

  package var step: LifecycleStep {
    switch self {
    case .accept: .accept
    case .ask: .ask
    case .answer: .answer
    case .transfer: .transfer
    case .close: .close
    case .correct: .correct
    case .reply: .reply
    case .agree: .agree
    case .object: .object
    }
  }
}

/// Why an action was not taken.
package struct InvalidAction: Error, Equatable {
  package let reason: String
  package let expected: String

  package init(reason: String, expected: String) {
    self.reason = reason
    self.expected = expected
  }
}

extension Assignment {
  /// The state an action leads to.
  /// - Throws: `InvalidAction` naming what could be done instead.
  package func state(after action: CaseAction) throws(InvalidAction) -> CaseState {
    guard let next = CaseLifecycle.state(after: action.step, from: state) else {
      let possible = CaseLifecycle.steps(in: state, byReporter: action.step.isReporters).map(\.rawValue).sorted()
      throw InvalidAction(
        reason: "a case that is \(state.rawValue) cannot be answered with '\(action.step.rawValue)'",
        expected: possible.isEmpty ? "nothing more" : "one of \(possible.joined(separator: ", "))")
    }
    if case .transfer(let unit, _) = action, unit.isOutside { return .handedOn }
    return next
  }

  /// After so many transfers between units the call centre decides.
  package static let transferLimit = 3
}
