import Cases
import Foundation
import GRDB
import NotifierCore
import Messaging

/// Hears facts and notes what reporters are owed. Nothing is sent here: sending cannot be rolled back.
struct NoticeStage: Stage {
  let wakeDispatcher: @Sendable () -> Void

  func handle(_ fact: ConsumedFact, in work: borrowing Work) throws -> Verdict {
    switch fact {
    case .contact(let event): try NoticeTable.record(event.data, in: work.db)
    case .received(let event): try owe(Notice(event.data), event.id, work)
    case .routed(let event):
      let notice = Notice(event.data)
      // A router that was put back from an old copy passes cases on again: who was told that is not told again.
      if Epoch.isSaidAfterRestore(event.sequence), try NoticeTable.isKnown(notice, in: work.db) { return .done }
      try owe(notice, event.id, work)
    case .asked(let event): try owe(Notice(event.data), event.id, work)
    case .answered(let event): try owe(Notice(event.data), event.id, work)
    case .closed(let event): try owe(Notice(event.data), event.id, work)
    case .classified, .accepted, .replied, .transferred, .reopened, .responded, .reminded, .overdue, .rescheduled,
      .corrected:
      break
    }
    work.db.afterNextTransaction { _ in wakeDispatcher() }
    return .done
  }

  private func owe(_ notice: Notice, _ id: EventID, _ work: borrowing Work) throws {
    try NoticeTable.owe(notice, id: id, at: work.now, in: work.db)
  }
}
