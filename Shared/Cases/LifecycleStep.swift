/// What is done with a case: by the unit that has it, or by its reporter.
package enum LifecycleStep: String, Sendable, CaseIterable {
  case accept, ask, answer, transfer, close, correct
  case reply, agree, object

  /// Whether it is the reporter's.
  package var isReporters: Bool {
    switch self {
    case .accept, .ask, .answer, .transfer, .close, .correct: false
    case .reply, .agree, .object: true
    }
  }
}
