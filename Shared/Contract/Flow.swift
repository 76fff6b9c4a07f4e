package import Cases

/// One row of the house's wiring: who says a fact, who hears it, and whether units are told.
///
/// Everything else that knows it asks here: the broker's definitions and permissions, where a fact is published, what a
/// service takes from its queue, the AsyncAPI document, the unit kit, `disposisi services`.
package struct Flow: Sendable {
  package let event: any Event.Type
  package let speaker: ServiceName
  /// Each has the fact from a destination of its own, so that one who cannot be reached does not lose it.
  package let hearers: [ServiceName]
  package let tellsUnits: Bool

  private init(
    _ event: any Event.Type, by speaker: ServiceName, to hearers: [ServiceName] = [], units tellsUnits: Bool = false
  ) {
    self.event = event
    self.speaker = speaker
    self.hearers = hearers
    self.tellsUnits = tellsUnits
  }

  package var type: EventType { event.type }

  package static let table: [Flow] = [
    Flow(CaseReceived.self, by: .intake, to: [.classifier, .notifier]),
    Flow(ContactRecorded.self, by: .intake, to: [.notifier]),
    Flow(ContactDisclosed.self, by: .intake, units: true),
    Flow(ReporterResponded.self, by: .intake, to: [.router]),
    Flow(CaseClassified.self, by: .classifier, to: [.router, .intake]),
    Flow(CaseRouted.self, by: .router, to: [.intake, .notifier], units: true),
    Flow(CaseAccepted.self, by: .router, to: [.intake], units: true),
    Flow(CaseAsked.self, by: .router, to: [.intake, .notifier], units: true),
    Flow(CaseReplied.self, by: .router, to: [.intake], units: true),
    Flow(CaseAnswered.self, by: .router, to: [.intake, .notifier], units: true),
    Flow(CaseTransferred.self, by: .router, units: true),
    Flow(CaseClosed.self, by: .router, to: [.intake, .notifier], units: true),
    Flow(CaseReopened.self, by: .router, to: [.intake], units: true),
    Flow(CaseReminded.self, by: .router, units: true),
    Flow(CaseOverdue.self, by: .router, units: true),
    Flow(CaseRescheduled.self, by: .router, to: [.intake], units: true),
    Flow(CaseCorrected.self, by: .router, to: [.classifier, .intake], units: true),
    Flow(SituationNoticed.self, by: .router, units: true),
    Flow(ReplyRefused.self, by: .router, units: true),
  ]

  private static let rows = Dictionary(uniqueKeysWithValues: table.map { ($0.type, $0) })

  package static func of(_ type: EventType) -> Flow? { rows[type] }

  /// What a service may find in its queue.
  package static func heard(by service: ServiceName) -> [Flow] { table.filter { $0.hearers.contains(service) } }

  package static func said(by service: ServiceName) -> [Flow] { table.filter { $0.speaker == service } }

  /// Services that tell units something.
  package static var unitSpeakers: [ServiceName] {
    ServiceName.allCases.filter { service in said(by: service).contains(where: \.tellsUnits) }
  }

  /// The routing key of a fact on its way to one service.
  package static func key(_ type: EventType, to hearer: ServiceName) -> String { "\(hearer.rawValue).\(type.text)" }
}
