import Cases
import Contract
import Foundation
import GRDB
import Metrics
import RouterPolicy
import RouterLifecycle
import Messaging

/// What the router hears of cases; units' replies are another queue's.
enum RouterFact: ConsumedContent {
  case classified(CaseClassified)
  case responded(ReporterResponded)

  static let readers: [FactReader<Self>] = [FactReader(classified), FactReader(responded)]
}

/// Hears what a case is about and gives it to a unit; hears what its reporter says and takes the step.
struct RouteStage: Stage {
  let books: BooksInForce

  func handle(_ fact: ConsumedFact<RouterFact>, in work: borrowing Work) throws -> Verdict {
    switch fact.content {
    case .classified(let classified): try begin(classified, fact.sequence, fact.body, work)
    case .responded(let responded): try step(responded, work)
    }
  }

  /// - Parameter body: the event as it came; it is kept, and not written anew.
  func begin(
    _ classified: CaseClassified, _ sequence: Int, _ body: Data, _ work: borrowing Work
  ) throws -> Verdict {
    let number = classified.number
    // A second classification of the same case does not take it from the unit that has it.
    let known = try work.db.cachedStatement(sql: "SELECT 1 FROM assignments WHERE number = ?")
    guard try Int.fetchOne(known, arguments: [number.text]) == nil else { return .done }
    let facts = Facts(classified.classification, classified.report)
    let machine = books.machine(for: facts.region)
    let situation = try SituationWatch(book: machine.book).add(number, facts, work)
    let other = try classified.report.related.flatMap { try AssignmentTable.find($0, in: work.db)?.0.unit }
    let (assignment, routed) = machine.begin(
      classified, sequence: work.epoch.last(sequence) + 1, at: work.now, situation: situation, following: other)
    try AssignmentTable.insert(
      assignment, rule: routed.rule, book: routed.policy, classified: body, in: work.db)
    try DecisionTable.add(routed, facts: facts, sequence: assignment.sequence, at: work.now, in: work.db)
    try TimerTable.set(machine.timers(for: assignment), for: number, in: work.db)
    try FactPublication.say([NumberedFact(sequence: assignment.sequence, fact: .routed(routed))], of: assignment, work)
    try compare(facts, number, work)
    RouteFigures.count(routed)
    if CaseMachine.plausible(classified.report.receivedAt, at: work.now) == nil {
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
    try FactPublication.say(facts, of: assignment, by: actor, work)
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
