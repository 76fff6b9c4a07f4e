import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging

/// What intake hears of its cases, and reads of it.
enum IntakeFact: ConsumedContent {
  case classified(CaseClassified.Outline)
  case routed(CaseRouted.Outline)
  case accepted(CaseAccepted)
  case asked(CaseAsked)
  case replied(CaseReplied)
  case answered(CaseAnswered)
  case closed(CaseClosed)
  case reopened(CaseReopened)
  case rescheduled(CaseRescheduled)
  case corrected(CaseCorrected.Outline)

  static let readers: [FactReader<Self>] = [
    FactReader(classified), FactReader(routed), FactReader(accepted), FactReader(asked), FactReader(replied),
    FactReader(answered), FactReader(closed), FactReader(reopened), FactReader(rescheduled), FactReader(corrected),
  ]
}

/// Hears what becomes of cases and keeps their public state.
struct PublicStage: Stage {
  typealias Fact = ConsumedFact<IntakeFact>

  func handle(_ fact: Fact, in work: borrowing Work) throws -> Verdict {
    switch fact.content {
    case .classified(let classified):
      try adopt(CaseClassified.self, of: fact, work) { ($0.number, $0.report) }
      try noteTopic(classified.classification.topic, classified.number, work)
      try note(fact, classified.number, Change(.classified), work)
    case .routed(let routed):
      try adopt(CaseRouted.self, of: fact, work) { ($0.number, $0.report) }
      // Late, the case has gone on to another unit.
      guard try note(fact, routed.number, Change(routed), work) else { break }
      try ContactDisclosure.say(routed, sequence: fact.sequence, work)
    case .accepted(let accepted): try note(fact, accepted.number, Change(.inProgress), work)
    case .asked(let asked): try note(fact, asked.number, Change(.waiting, text: asked.question), work)
    case .replied(let replied):
      let state = try stateAfterReply(replied.number, work.db)
      try note(fact, replied.number, Change(state, text: replied.text, dueAt: replied.deadline.due), work)
    case .answered(let answered): try note(fact, answered.number, Change(.answered, text: answered.answer), work)
    case .closed(let closed): try note(fact, closed.number, Change(.closed, text: closed.text), work)
    case .reopened(let reopened):
      let change = Change(.reopened, text: reopened.objection, dueAt: reopened.deadline.due)
      try note(fact, reopened.number, change, work)
    case .corrected(let corrected): try noteTopic(corrected.classification.topic, corrected.number, work)
    case .rescheduled(let rescheduled): try move(rescheduled, sequence: fact.sequence, work)
    }
    return .done
  }

  /// An intake that was put back from an old copy learns of later cases what others still know of them. Only then is the
  /// whole event read.
  private func adopt<Whole: CaseEvent>(
    _ type: Whole.Type, of fact: Fact, _ work: borrowing Work, _ parts: (Whole) -> (CaseNumber, Report)
  ) throws {
    guard work.epoch.wasRestored else { return }
    let (number, report) = parts(try EventCoding.decode(CloudEvent<Whole>.self, from: fact.body).data)
    try CaseTable.adopt(number, report, work)
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
  private func move(_ fact: CaseRescheduled, sequence: Int, _ work: borrowing Work) throws {
    try work.db.cachedStatement(
      sql: "UPDATE cases SET due_at = ?1, sequence = ?2 WHERE number = ?3 AND sequence < ?2"
    ).execute(arguments: [fact.deadline.due.milliseconds, sequence, fact.number.text])
  }

  /// A fact that comes late still belongs to the history, but does not turn the state back.
  /// - Returns: whether it was the latest.
  @discardableResult private func note(
    _ fact: Fact, _ number: CaseNumber, _ change: Change, _ work: borrowing Work
  ) throws -> Bool {
    let entry = HistoryEntry(state: change.state, at: fact.time, unitName: change.unitName, text: change.text)
    try History.add(entry, number: number, sequence: fact.sequence, in: work.db)
    try work.db.cachedStatement(
      sql: """
        UPDATE cases SET state = ?1, sequence = ?2, updated_at = ?3, unit_name = coalesce(?4, unit_name),
          handed_on = CASE WHEN ?4 IS NULL THEN handed_on ELSE ?5 END, due_at = coalesce(?6, due_at),
          unit = coalesce(?8, unit), due_days = coalesce(?9, due_days),
          why = CASE WHEN ?8 IS NULL THEN why ELSE ?10 END, basis = CASE WHEN ?8 IS NULL THEN basis ELSE ?11 END
        WHERE number = ?7 AND sequence < ?2
        """
    ).execute(arguments: [
      change.state.rawValue, fact.sequence, fact.time.milliseconds, change.unitName,
      change.handedOn, change.dueAt?.milliseconds, number.text,
      change.unit?.text, change.dueDays, change.why, change.basis,
    ])
    return work.db.changesCount > 0
  }
}

/// What a fact changes in the public state.
private struct Change {
  var state: CaseState
  var unitName: String?
  var handedOn: String?
  var text: String?
  var dueAt: Date?
  /// Of a routing alone, as the next three.
  var unit: UnitCode?
  var dueDays: Int?
  var why: String?
  var basis: String?

  init(_ state: CaseState, text: String? = nil, dueAt: Date? = nil) {
    self.state = state
    self.text = text
    self.dueAt = dueAt
  }

  init(_ routed: CaseRouted.Outline) {
    self.init(routed.handedOn == nil ? .routed : .handedOn, dueAt: routed.deadline.due)
    unitName = routed.unitName
    handedOn = routed.handedOn
    (unit, dueDays) = (routed.unit, routed.deadline.workingDays)
    // What one unit says to another when it passes a case on is not for the reporter.
    if routed.transfers == 0 { (why, basis) = (routed.reason, routed.explanation?.source) }
  }
}
