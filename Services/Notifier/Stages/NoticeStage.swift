import Cases
import Foundation
import GRDB
import NotifierCore
import Messaging

/// What the notifier hears, and reads of it.
enum NotifierFact: ConsumedContent {
  case contact(ContactRecorded)
  case received(CaseReceived.Outline)
  case routed(CaseRouted.Outline)
  case asked(CaseAsked)
  case answered(CaseAnswered)
  case closed(CaseClosed)

  static let readers: [FactReader<Self>] = [
    FactReader(contact), FactReader(received), FactReader(routed), FactReader(asked), FactReader(answered),
    FactReader(closed),
  ]
}

/// Hears facts and notes what reporters are owed. Nothing is sent here: sending cannot be rolled back.
struct NoticeStage: Stage {
  let wakeDispatcher: @Sendable () -> Void

  func handle(_ fact: ConsumedFact<NotifierFact>, in work: borrowing Work) throws -> Verdict {
    switch fact.content {
    case .contact(let contact): try NoticeTable.record(contact, in: work.db)
    case .received(let received): try owe(Notice(received), fact.id, work)
    case .routed(let routed):
      let notice = Notice(routed)
      // A router that was put back from an old copy passes cases on again: who was told that is not told again.
      if Epoch.isSaidAfterRestore(fact.sequence), try NoticeTable.isKnown(notice, in: work.db) { return .done }
      try owe(notice, fact.id, work)
    case .asked(let asked): try owe(Notice(asked), fact.id, work)
    case .answered(let answered): try owe(Notice(answered), fact.id, work)
    case .closed(let closed): try owe(Notice(closed), fact.id, work)
    }
    work.db.afterNextTransaction { _ in wakeDispatcher() }
    return .done
  }

  private func owe(_ notice: Notice, _ id: EventID, _ work: borrowing Work) throws {
    try NoticeTable.owe(notice, id: id, at: work.now, in: work.db)
  }
}
