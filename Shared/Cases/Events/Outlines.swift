// What the services that show where a case is read of the large events: a few fields of many. Each is decoded from the
// same bytes as its event.

extension CaseReceived {
  /// That there is a case.
  package struct Outline: CaseContent {
    package static let type = CaseReceived.type
    package var number: CaseNumber
  }
}

extension CaseClassified {
  /// A case, and its topic.
  package struct Outline: CaseContent {
    package static let type = CaseClassified.type
    package var number: CaseNumber
    package var classification: Classification.Outline
  }
}

extension CaseCorrected {
  /// A case, and its topic now.
  package struct Outline: CaseContent {
    package static let type = CaseCorrected.type
    package var number: CaseNumber
    package var classification: Classification.Outline
  }
}

extension CaseRouted {
  /// Who has a case, and by when it is answered.
  package struct Outline: CaseContent {
    package static let type = CaseRouted.type
    package var number: CaseNumber
    package var unit: UnitCode
    package var unitName: String
    package var deadline: Deadline
    package var handedOn: String?
    package var transfers: Int
    package var reason: String
    package var explanation: RoutingExplanation.Outline?

    enum CodingKeys: String, CodingKey {
      case number, unit, deadline, transfers, reason, explanation
      case unitName = "unit_name"
      case handedOn = "handed_on"
    }
  }
}

extension RoutingExplanation {
  /// What it rests on.
  package struct Outline: Decodable, Sendable, Equatable {
    package var source: String?
  }
}

extension Classification {
  /// What a case is about.
  package struct Outline: Decodable, Sendable, Equatable {
    package var topic: TopicCode
  }
}
