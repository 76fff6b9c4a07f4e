import Cases
import Contract
import Foundation
import RouterLifecycle
import RouterPolicy
import Testing

/// Who is told a fact, and in which words.
@Suite struct RecipientsTests {
  static func routed(_ text: String) throws -> CaseFact {
    var event = CaseMachineTests.event()
    event.report.text = text
    return .routed(try CaseMachineTests.machine.get().begin(event, sequence: 3, at: CaseMachineTests.friday).1)
  }

  @Test func whoDoesNotAnswerReadsNoPersonalNumbers() throws {
    let fact = try Self.routed("NIK 9999990101900001, WA 0800-0000-1177")
    let tellings = fact.tellings(by: nil)
    #expect(tellings.count == 2 && tellings[0].fact == fact && !tellings[0].tellsServices)
    guard case .routed(let masked) = tellings[1].fact else { throw ExpectedFact() }
    #expect(masked.report.text == "NIK [NIK], WA [nomor telepon]")
    #expect(tellings[0].units == [masked.unit] && !tellings[1].units.contains(masked.unit) && tellings[1].tellsServices)
  }

  struct ExpectedFact: Error {}

  @Test func aTextWithoutThemIsSaidOnce() throws {
    #expect(try Self.routed("Simpanan 50 juta macet.").tellings(by: nil).count == 1)
  }

  static let unit = UnitCode(unchecked: "dinas.35.78")
  static let number = CaseNumber(unchecked: "4827193055")
  static let deadline = Deadline(name: "pengaduan", workingDays: 60, due: Date(timeIntervalSince1970: 0))

  static let facts: [CaseFact] = [
    .accepted(CaseAccepted(number: number, unit: unit)),
    .asked(CaseAsked(number: number, unit: unit, question: "?")),
    .replied(CaseReplied(number: number, unit: unit, text: "x", deadline: deadline)),
    .answered(CaseAnswered(number: number, unit: unit, answer: "x")),
    .transferred(CaseTransferred(number: number, from: unit, to: .triage, reason: "x", transfers: 1)),
    .closed(CaseClosed(number: number, unit: unit, by: .silence, text: nil)),
    .reopened(CaseReopened(number: number, unit: unit, objection: "x", deadline: deadline)),
    .reminded(CaseReminded(number: number, unit: unit, deadline: deadline, workingDaysLeft: 1)),
    .rescheduled(CaseRescheduled(number: number, unit: unit, deadline: deadline)),
  ]

  /// What units are told of is what the contract says they hear; who acts hears nothing of it.
  @Test(arguments: facts)
  func unitsHearWhatTheContractSays(fact: CaseFact) {
    let told = fact.recipients(by: nil)
    #expect(told.isEmpty == (Flow.of(type(of: fact.event).type)?.tellsUnits == false))
    #expect(fact.recipients(by: Self.unit).isEmpty)
  }

  @Test func whatAUnitClosesItKnows() {
    let closed = CaseFact.closed(CaseClosed(number: Self.number, unit: Self.unit, by: .unit, text: nil))
    #expect(closed.recipients(by: nil).isEmpty)
  }
}
