import Cases
import Foundation
import RouterPolicy
import RouterLifecycle
import Messaging

/// Hears what units say. A reply is taken only from the unit that has the case, as the broker vouches for the
/// sender; any other is answered with what was wrong.
struct ReplyStage: Stage {
  let books: BooksInForce

  func handle(_ input: ReplyInput, in work: borrowing Work) throws -> Verdict {
    guard let sender = input.sender, books.knows(sender) else {
      return .rejected("no unit sent this: neither user_id nor routing key names one")
    }
    do {
      try apply(try input.checked(), by: sender, work)
    } catch let problem as InvalidAction {
      try refuse(problem, input, sender, work)
    }
    return .done
  }

  func refuse(surplus ids: [String?], of sender: String, in work: borrowing Work) throws {
    guard let unit = try? UnitCode(sender), books.knows(unit) else { return }
    let named = ids.compactMap { $0?.prefix(80) }.joined(separator: "\n").cleaned
    let refused = ReplyRefused(
      number: nil, unit: unit, reason: "so many replies of this unit wait that \(ids.count) more were not kept",
      expected: "these again, by the ids in 'received', and no faster than replies are handled", reply: nil,
      received: String(named.prefix(2000)))
    try work.emit(
      onlyTo: [unit],
      CloudEvent(
        id: EventID(unchecked: "refused.\(UUID().uuidString.lowercased())"), source: work.source, time: work.now,
        sequence: 0, data: refused))
  }

  private func apply(_ reply: UnitReply, by sender: UnitCode, _ work: borrowing Work) throws {
    guard let (assignment, classified) = try AssignmentTable.find(reply.number, in: work.db) else {
      throw Self.notTheirs(reply.number, sender)
    }
    guard assignment.mayAct(sender) else { throw Self.notTheirs(reply.number, sender) }
    try CaseStep(books: books).take(try reply.caseAction, by: sender, assignment, classified, work)
  }

  /// Whether there is such a case is not told: numbers could be tried out.
  private static func notTheirs(_ number: CaseNumber, _ sender: UnitCode) -> InvalidAction {
    InvalidAction(reason: "case \(number) is not with \(sender)", expected: "a case from this unit's queue")
  }

  private func refuse(
    _ problem: InvalidAction, _ input: ReplyInput, _ sender: UnitCode, _ work: borrowing Work
  ) throws {
    // What a stranger wrote stands in some of it.
    func short(_ text: String) -> String { String(String.UnicodeScalarView(text.unicodeScalars.prefix(500))) }
    let refused = ReplyRefused(
      number: input.number, unit: sender, reason: short(problem.reason), expected: short(problem.expected),
      reply: input.id.map(short), received: input.text)
    let event = CloudEvent(
      id: EventID(unchecked: "refused.\(Fingerprint.of(input.deduplicationKey.utf8))"), source: work.source,
      time: work.now,
      sequence: 0, data: refused)
    try work.emit(onlyTo: [sender], event)
  }
}
