import AMQP
package import Cases

/// A fact about a case, for stages that hear several kinds.
package enum HeardFact: Hearable {
  case received(CloudEvent<CaseReceived>)
  case contact(CloudEvent<ContactRecorded>)
  case classified(CloudEvent<CaseClassified>)
  case routed(CloudEvent<CaseRouted>)
  case accepted(CloudEvent<CaseAccepted>)
  case asked(CloudEvent<CaseAsked>)
  case replied(CloudEvent<CaseReplied>)
  case answered(CloudEvent<CaseAnswered>)
  case transferred(CloudEvent<CaseTransferred>)
  case closed(CloudEvent<CaseClosed>)
  case reopened(CloudEvent<CaseReopened>)
  case reminded(CloudEvent<CaseReminded>)
  case overdue(CloudEvent<CaseOverdue>)
  case rescheduled(CloudEvent<CaseRescheduled>)
  case corrected(CloudEvent<CaseCorrected>)
  case responded(CloudEvent<ReporterResponded>)

  package static func admission(of incoming: Incoming) -> Admission { .ofFact(incoming) }

  /// - Throws: `Unheard` for a type that is none of these.
  package init(hearing incoming: Incoming) throws {
    guard let read = Self.readers[incoming.message.type ?? ""] else {
      throw Unheard(type: incoming.message.type, expected: Self.readers.keys.sorted().map { EventType(unchecked: $0) })
    }
    self = try read(incoming)
  }

  package var inboxKey: String {
    switch self {
    case .received(let event): event.inboxKey
    case .contact(let event): event.inboxKey
    case .classified(let event): event.inboxKey
    case .routed(let event): event.inboxKey
    case .accepted(let event): event.inboxKey
    case .asked(let event): event.inboxKey
    case .replied(let event): event.inboxKey
    case .answered(let event): event.inboxKey
    case .transferred(let event): event.inboxKey
    case .closed(let event): event.inboxKey
    case .reopened(let event): event.inboxKey
    case .reminded(let event): event.inboxKey
    case .overdue(let event): event.inboxKey
    case .rescheduled(let event): event.inboxKey
    case .corrected(let event): event.inboxKey
    case .responded(let event): event.inboxKey
    }
  }

  private static let readers: [String: @Sendable (Incoming) throws -> HeardFact] = [
    CaseReceived.type.text: { .received(try CloudEvent(hearing: $0)) },
    ContactRecorded.type.text: { .contact(try CloudEvent(hearing: $0)) },
    CaseClassified.type.text: { .classified(try CloudEvent(hearing: $0)) },
    CaseRouted.type.text: { .routed(try CloudEvent(hearing: $0)) },
    CaseAccepted.type.text: { .accepted(try CloudEvent(hearing: $0)) },
    CaseAsked.type.text: { .asked(try CloudEvent(hearing: $0)) },
    CaseReplied.type.text: { .replied(try CloudEvent(hearing: $0)) },
    CaseAnswered.type.text: { .answered(try CloudEvent(hearing: $0)) },
    CaseTransferred.type.text: { .transferred(try CloudEvent(hearing: $0)) },
    CaseClosed.type.text: { .closed(try CloudEvent(hearing: $0)) },
    CaseReopened.type.text: { .reopened(try CloudEvent(hearing: $0)) },
    CaseReminded.type.text: { .reminded(try CloudEvent(hearing: $0)) },
    CaseOverdue.type.text: { .overdue(try CloudEvent(hearing: $0)) },
    CaseRescheduled.type.text: { .rescheduled(try CloudEvent(hearing: $0)) },
    CaseCorrected.type.text: { .corrected(try CloudEvent(hearing: $0)) },
    ReporterResponded.type.text: { .responded(try CloudEvent(hearing: $0)) },
  ]
}
