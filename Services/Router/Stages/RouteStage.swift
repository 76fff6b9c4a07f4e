import Cases
import Contract
import Foundation
import GRDB
import Metrics
import RouterPolicy
import RouterLifecycle
import Messaging

/// Hears what a case is about and gives it to a unit; hears what its reporter says and takes the step.
struct RouteStage: Stage {
  let books: BooksInForce

  func handle(_ input: RouterInput, in work: borrowing Work) throws -> Verdict {
    switch input.fact {
    case .classified(let event): try begin(event, input.body, work)
    case .responded(let event): try step(event.data, work)
    default: .done
    }
  }

  func begin(_ event: CloudEvent<CaseClassified>, _ body: Data, _ work: borrowing Work) throws -> Verdict {
    let number = event.data.number
    // A second classification of the same case does not take it from the unit that has it.
    let known = try work.db.cachedStatement(sql: "SELECT 1 FROM assignments WHERE number = ?")
    guard try Int.fetchOne(known, arguments: [number.text]) == nil else { return .done }
    let facts = Facts(event.data.classification, event.data.report)
    let machine = books.machine(for: facts.region)
    let situation = try SituationWatch(book: machine.book).add(number, facts, work)
    let other = try event.data.report.related.flatMap { try AssignmentTable.find($0, in: work.db)?.0.unit }
    let (assignment, routed) = machine.begin(
      event.data, sequence: work.epoch.last(event.sequence) + 1, at: work.now, situation: situation, following: other)
    try AssignmentTable.insert(
      assignment, rule: routed.rule, book: routed.policy, classified: body, in: work.db)
    try DecisionTable.add(routed, facts: facts, sequence: assignment.sequence, at: work.now, in: work.db)
    try TimerTable.set(machine.timers(for: assignment), for: number, in: work.db)
    try FactPublication.say([NumberedFact(sequence: assignment.sequence, fact: .routed(routed))], work)
    try compare(facts, number, work)
    RouteFigures.count(routed)
    if CaseMachine.plausible(event.data.report.receivedAt, at: work.now) == nil {
      RouteFigures.implausibleTimes.increment()
    }
    return .done
  }

  /// A candidate decides too; where it differs, that is recorded.
  private func compare(_ facts: Facts, _ number: CaseNumber, _ work: borrowing Work) throws {
    guard let candidate = books.candidate?.book else { return }
    let day = CaseMachine.today(work.now)
    let (theirs, ours) = (candidate.decide(facts, on: day), books.live.book.decide(facts, on: day))
    guard theirs.differs(from: ours) else { return }
    try DecisionTable.note(theirs, candidate: candidate.id, live: ours, number: number, at: work.now, in: work.db)
    RouteFigures.candidateDiffers.increment()
  }

  private func step(_ response: ReporterResponded, _ work: borrowing Work) throws -> Verdict {
    guard let (assignment, classified) = try AssignmentTable.find(response.number, in: work.db) else {
      throw NotYet(description: "case \(response.number) is not with a unit yet")
    }
    guard let action = CaseAction(response, of: assignment.state) else {
      // Not lost: it waits until this router knows the word too.
      guard ReporterResponse.allCases.contains(response.response) else {
        throw NotYet(description: "the reporter's word '\(response.response.rawValue)' is a later version's")
      }
      RouteFigures.lateWords.increment()
      return .done
    }
    do {
      try CaseStep(books: books).take(action, by: nil, assignment, classified, work)
    } catch is InvalidAction {
      RouteFigures.lateWords.increment()
    }
    return .done
  }
}

/// A step in the life of a case, with all that follows from it in the same commit.
struct CaseStep {
  let books: BooksInForce

  /// - Parameter actor: the unit that acts; nil is the reporter.
  func take(
    _ action: CaseAction, by actor: UnitCode?, _ assignment: Assignment, _ event: CaseClassified,
    _ work: borrowing Work
  ) throws {
    let machine = books.machine(for: event.classification.region)
    let assignment = assignment.lifted(by: work.epoch)
    let (next, facts) = try machine.step(assignment, action, by: actor, case: event, at: work.now)
    try AssignmentTable.update(next, in: work.db)
    for numbered in facts { try keep(numbered, work) }
    try FactPublication.say(facts, by: actor, work)
    try TimerTable.set(machine.timers(for: next), for: next.number, in: work.db)
  }

  /// What a fact leaves behind besides the assignment.
  private func keep(_ numbered: NumberedFact, _ work: borrowing Work) throws {
    switch numbered.fact {
    case .corrected(let corrected): try AssignmentTable.correct(corrected, in: work.db)
    case .routed(let routed):
      try DecisionTable.add(
        routed, facts: Facts(routed.classification, routed.report), sequence: numbered.sequence, at: work.now,
        in: work.db)
    case .accepted, .asked, .replied, .answered, .transferred, .closed, .reopened, .reminded, .overdue, .rescheduled:
      break
    }
  }
}

/// What the router hears, with the bytes it came as: they are kept, and not written anew.
struct RouterInput: Consumable {
  let fact: ConsumedFact
  let body: Data

  static func admission(of incoming: Incoming) -> Admission { ConsumedFact.admission(of: incoming) }

  init(consuming incoming: Incoming) throws {
    fact = try ConsumedFact(consuming: incoming)
    body = incoming.message.body
  }

  var deduplicationKey: String { fact.deduplicationKey }
}

extension Assignment {
  /// Its next facts lie above all that an earlier life of this router may have said.
  func lifted(by epoch: Epoch) -> Assignment {
    var lifted = self
    lifted.sequence = epoch.last(sequence)
    return lifted
  }
}

/// Something that will be there later.
struct NotYet: Error, CustomStringConvertible {
  let description: String
}

extension CaseAction {
  /// What a reporter's word does to a case in the state it is in now: the reporter saw an earlier one, perhaps. Words
  /// always reach the unit; what was agreed on already needs no second time.
  /// - Returns: nil if there is nothing to do.
  fileprivate init?(_ said: ReporterResponded, of state: CaseState) {
    let isAnswered = state == .answered || state == .closed
    switch said.response {
    case .reply: self = isAnswered ? .object(said.text) : .reply(said.text)
    case .object: self = isAnswered ? .object(said.text) : .reply(said.text)
    case .agree where state == .answered: self = .agree(said.text.isEmpty ? nil : said.text)
    case .agree where !said.text.isEmpty: self = state == .closed ? .agree(said.text) : .reply(said.text)
    default: return nil
    }
  }
}
