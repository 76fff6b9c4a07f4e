import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging

/// Hears what becomes of cases and keeps their public state.
struct PublicStage: Stage {
  func handle(_ fact: ConsumedFact, in work: borrowing Work) throws -> Verdict {
    switch fact {
    case .classified(let event):
      // An intake that was put back from an old copy learns of later cases what others still know of them.
      if work.epoch.wasRestored { try CaseTable.adopt(event.data.number, event.data.report, work) }
      try noteTopic(event.data.classification.topic, event.data.number, work)
      return try note(event, Change(.classified), work)
    case .routed(let event):
      if work.epoch.wasRestored { try CaseTable.adopt(event.data.number, event.data.report, work) }
      return try note(event, Change(event.data), work)
    case .accepted(let event): return try note(event, Change(.inProgress), work)
    case .asked(let event): return try note(event, Change(.waiting, text: event.data.question), work)
    case .replied(let event):
      let state = try stateAfterReply(event.data.number, work.db)
      return try note(event, Change(state, text: event.data.text, dueAt: event.data.deadline.due), work)
    case .answered(let event): return try note(event, Change(.answered, text: event.data.answer), work)
    case .closed(let event): return try note(event, Change(.closed, text: event.data.text), work)
    case .reopened(let event):
      return try note(event, Change(.reopened, text: event.data.objection, dueAt: event.data.deadline.due), work)
    case .corrected(let event):
      try noteTopic(event.data.classification.topic, event.data.number, work)
      return .done
    case .rescheduled(let event): return try move(event.data, sequence: event.sequence, work)
    // The routing that follows tells who has the case now; reminders are the unit's own.
    case .transferred, .received, .contact, .responded, .reminded, .overdue: return .done
    }
  }

  /// Also when the routing was heard first.
  private func noteTopic(_ topic: TopicCode, _ number: CaseNumber, _ work: borrowing Work) throws {
    try work.db.cachedStatement(sql: "UPDATE cases SET topic = ? WHERE number = ?")
      .execute(arguments: [topic.text, number.text])
  }

  /// What the reporter adds to a case that waits for a unit leaves it there.
  private func stateAfterReply(_ number: CaseNumber, _ db: Database) throws -> CaseState {
    let word = try String.fetchOne(db, sql: "SELECT state FROM cases WHERE number = ?", arguments: [number.text])
    let state = word.flatMap(CaseState.init(rawValue:))
    return state == .routed || state == .reopened ? state ?? .inProgress : .inProgress
  }

  /// The state is what it was.
  private func move(_ fact: CaseRescheduled, sequence: Int, _ work: borrowing Work) throws -> Verdict {
    try work.db.cachedStatement(
      sql: "UPDATE cases SET due_at = ?1, sequence = ?2 WHERE number = ?3 AND sequence < ?2"
    ).execute(arguments: [fact.deadline.due.milliseconds, sequence, fact.number.text])
    return .done
  }

  /// A fact that comes late still belongs to the history, but does not turn the state back.
  private func note(_ event: CloudEvent<some CaseEvent>, _ change: Change, _ work: borrowing Work) throws -> Verdict {
    let number = event.data.number
    let entry = HistoryEntry(state: change.state, at: event.time, unitName: change.unitName, text: change.text)
    try History.add(entry, number: number, sequence: event.sequence, in: work.db)
    try work.db.cachedStatement(
      sql: """
        UPDATE cases SET state = ?1, sequence = ?2, updated_at = ?3, unit_name = coalesce(?4, unit_name),
          handed_on = CASE WHEN ?4 IS NULL THEN handed_on ELSE ?5 END, due_at = coalesce(?6, due_at)
        WHERE number = ?7 AND sequence < ?2
        """
    ).execute(arguments: [
      change.state.rawValue, event.sequence, event.time.milliseconds, change.unitName,
      change.handedOn, change.dueAt?.milliseconds, number.text,
    ])
    return .done
  }
}

/// What a fact changes in the public state.
private struct Change {
  var state: CaseState
  var unitName: String?
  var handedOn: String?
  var text: String?
  var dueAt: Date?

  init(_ state: CaseState, text: String? = nil, dueAt: Date? = nil) {
    self.state = state
    self.text = text
    self.dueAt = dueAt
  }

  init(_ routed: CaseRouted) {
    self.init(routed.handedOn == nil ? .routed : .handedOn, dueAt: routed.deadline.due)
    unitName = routed.unitName
    handedOn = routed.handedOn
  }
}
