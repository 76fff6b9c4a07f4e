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

  var name: String {
    switch self {
    case .accept: "accept"
    case .ask: "ask"
    case .answer: "answer"
    case .transfer: "transfer"
    case .close: "close"
    case .correct: "correct"
    case .reply: "reply"
    case .agree: "agree"
    case .object: "object"
    }
  }
}

/// What a case really is about; nil is as it was.
package struct Correction: Sendable, Equatable {
  package var topic: TopicCode?
  package var kind: CaseKind?
  package var region: RegionCode?
  package var membershipArea: MembershipArea?
  package var reason: String

  package init(
    topic: TopicCode? = nil, kind: CaseKind? = nil, region: RegionCode? = nil, membershipArea: MembershipArea? = nil,
    reason: String
  ) {
    self.topic = topic
    self.kind = kind
    self.region = region
    self.membershipArea = membershipArea
    self.reason = reason
  }
}

/// Why an action was not taken.
package struct ActionRefused: Error, Equatable {
  package let reason: String
  package let expected: String

  package init(reason: String, expected: String) {
    self.reason = reason
    self.expected = expected
  }
}

extension Assignment {
  /// From which states each action leads to which. `transfer` ends in `handed_on` where the unit is outside.
  private static let table: [String: [CaseState: CaseState]] = [
    "accept": [.routed: .inProgress, .reopened: .inProgress],
    "ask": [.routed: .waiting, .inProgress: .waiting, .reopened: .waiting],
    "answer": [
      .routed: .answered, .inProgress: .answered, .waiting: .answered, .reopened: .answered, .handedOn: .answered,
    ],
    "transfer": [.routed: .routed, .inProgress: .routed, .waiting: .routed, .reopened: .routed, .handedOn: .routed],
    "close": [.answered: .closed],
    "correct": [
      .routed: .routed, .inProgress: .inProgress, .waiting: .waiting, .reopened: .reopened, .handedOn: .handedOn,
    ],
    "reply": [.waiting: .inProgress, .inProgress: .inProgress, .routed: .routed, .reopened: .reopened],
    // Words that come with it when the unit has closed the case already.
    "agree": [.answered: .closed, .closed: .closed],
    "object": [.answered: .reopened, .closed: .reopened],
  ]

  /// Not units'.
  private static let reporters: Set = ["reply", "agree", "object"]

  /// The state an action leads to.
  /// - Throws: `ActionRefused` naming what could be done instead.
  package func state(after action: CaseAction) throws(ActionRefused) -> CaseState {
    let steps = Self.table[action.name] ?? [:]
    guard let next = steps[state] else {
      let isReporters = Self.reporters.contains(action.name)
      let possible = Self.table.filter { name, steps in
        steps[state] != nil && Self.reporters.contains(name) == isReporters
      }.keys.sorted().joined(separator: ", ")
      throw ActionRefused(
        reason: "a case that is \(state.rawValue) cannot be answered with '\(action.name)'",
        expected: possible.isEmpty ? "nothing more" : "one of \(possible)")
    }
    if case .transfer(let unit, _) = action, unit.isOutside { return .handedOn }
    return next
  }

  /// After so many transfers between units the call centre decides.
  package static let transferLimit = 3
}
