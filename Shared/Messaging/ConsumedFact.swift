import AMQP
package import Cases

/// A fact about a case, for stages that hear several kinds.
package enum ConsumedFact: Consumable {
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

  /// - Throws: `UnreadableMessage` for a type that is none of these.
  package init(consuming incoming: Incoming) throws {
    guard let read = Self.readers[incoming.message.type ?? ""] else {
      throw UnreadableMessage(
        type: incoming.message.type, expected: Self.readers.keys.sorted().map { EventType(unchecked: $0) })
    }
    self = try read(incoming)
  }

  package var deduplicationKey: String {
    switch self {
    case .received(let event): event.deduplicationKey
    case .contact(let event): event.deduplicationKey
    case .classified(let event): event.deduplicationKey
    case .routed(let event): event.deduplicationKey
    case .accepted(let event): event.deduplicationKey
    case .asked(let event): event.deduplicationKey
    case .replied(let event): event.deduplicationKey
    case .answered(let event): event.deduplicationKey
    case .transferred(let event): event.deduplicationKey
    case .closed(let event): event.deduplicationKey
    case .reopened(let event): event.deduplicationKey
    case .reminded(let event): event.deduplicationKey
    case .overdue(let event): event.deduplicationKey
    case .rescheduled(let event): event.deduplicationKey
    case .corrected(let event): event.deduplicationKey
    case .responded(let event): event.deduplicationKey
    }
  }

  private static let readers: [String: @Sendable (Incoming) throws -> ConsumedFact] = [
    CaseReceived.type.text: { .received(try CloudEvent(consuming: $0)) },
    ContactRecorded.type.text: { .contact(try CloudEvent(consuming: $0)) },
    CaseClassified.type.text: { .classified(try CloudEvent(consuming: $0)) },
    CaseRouted.type.text: { .routed(try CloudEvent(consuming: $0)) },
    CaseAccepted.type.text: { .accepted(try CloudEvent(consuming: $0)) },
    CaseAsked.type.text: { .asked(try CloudEvent(consuming: $0)) },
    CaseReplied.type.text: { .replied(try CloudEvent(consuming: $0)) },
    CaseAnswered.type.text: { .answered(try CloudEvent(consuming: $0)) },
    CaseTransferred.type.text: { .transferred(try CloudEvent(consuming: $0)) },
    CaseClosed.type.text: { .closed(try CloudEvent(consuming: $0)) },
    CaseReopened.type.text: { .reopened(try CloudEvent(consuming: $0)) },
    CaseReminded.type.text: { .reminded(try CloudEvent(consuming: $0)) },
    CaseOverdue.type.text: { .overdue(try CloudEvent(consuming: $0)) },
    CaseRescheduled.type.text: { .rescheduled(try CloudEvent(consuming: $0)) },
    CaseCorrected.type.text: { .corrected(try CloudEvent(consuming: $0)) },
    ReporterResponded.type.text: { .responded(try CloudEvent(consuming: $0)) },
  ]
}
