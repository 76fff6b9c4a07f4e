import Cases
import Foundation
import GRDB
import RouterCore
import Stage

/// Hears what a case is about and gives it to a unit; hears what its reporter says and takes the step.
struct RouteStage: Stage {
  let machine: CaseMachine

  func handle(_ input: RouterHearing, in work: borrowing Work) throws -> Verdict {
    switch input.fact {
    case .classified(let event): try begin(event, input.body, work)
    case .responded(let event): try step(event.data, work)
    default: .rejected("the router hears \(CaseClassified.type) and \(ReporterResponded.type), not \(input.inboxKey)")
    }
  }

  private func begin(_ event: CloudEvent<CaseClassified>, _ body: Data, _ work: borrowing Work) throws -> Verdict {
    let (assignment, routed) = machine.begin(event.data, sequence: event.sequence + 1)
    // A second classification of the same case does not take it from the unit that has it.
    let isNew = try AssignmentTable.insert(
      assignment, rule: routed.rule, policy: routed.policy, classified: body, in: work.db)
    if isNew { try Announcement.say(routed, sequence: assignment.sequence, work) }
    return .done
  }

  private func step(_ response: ReporterResponded, _ work: borrowing Work) throws -> Verdict {
    guard let (assignment, classified) = try AssignmentTable.find(response.number, in: work.db) else {
      throw NotYet(description: "case \(response.number) is not with a unit yet")
    }
    let action: CaseAction =
      switch response.response {
      case .reply: .reply(response.text)
      case .agree: .agree(response.text.isEmpty ? nil : response.text)
      case .object: .object(response.text)
      }
    do {
      let (next, facts) = try machine.step(assignment, action, case: classified, at: work.now)
      try AssignmentTable.update(next, in: work.db)
      try Announcement.say(facts, after: assignment, work)
      return .done
    } catch let refused as ActionRefused {
      return .rejected("the reporter's word came too late: \(refused.reason)")
    }
  }
}

/// What the router hears, with the bytes it came as: they are kept, and not written anew.
struct RouterHearing: Hearable {
  let fact: HeardFact
  let body: Data

  init(hearing incoming: Incoming) throws {
    fact = try HeardFact(hearing: incoming)
    body = incoming.message.body
  }

  var inboxKey: String { fact.inboxKey }
}

/// Something that will be there later.
struct NotYet: Error, CustomStringConvertible {
  let description: String
}
