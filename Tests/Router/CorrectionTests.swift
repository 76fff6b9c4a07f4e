import Cases
import Foundation
import RouterPolicy
import RouterLifecycle
import Testing

@testable import RouterService

@Suite struct FollowingTests {
  /// A case that names another goes to the unit that has that one, even if nobody could tell what it is about.
  @Test(arguments: [("dinas.33.10", "dinas.33.10"), ("luar.ojk", "triase"), ("dinas.99.99", "triase")])
  func whoHasTheOtherGetsThisToo(other: String, unit: String) throws {
    let machine = try CaseMachineTests.machine.get()
    var event = CaseMachineTests.event()
    event.classification.sure = false
    event.report.related = CaseNumber(unchecked: "1074507307")
    let (assignment, routed) = machine.begin(
      event, sequence: 3, at: CaseMachineTests.friday, following: UnitCode(unchecked: other))
    #expect(assignment.unit.text == unit)
    #expect(routed.rule == (unit == other ? "lanjutan" : "triase.unsure"))
    #expect(unit != other || routed.reason.contains("1074 5073 07"))
    #expect(machine.begin(event, sequence: 3, at: CaseMachineTests.friday).0.unit == .triage)
  }

  @Test func theRouterKnowsWhoHasIt() async throws {
    let router = try RouterAtWork(book: CaseMachineTests.machine.get().book)
    let first = CaseMachineTests.event()
    try await router.route(first, at: CaseMachineTests.friday)
    var second = first
    second.number = CaseNumber(unchecked: "1074507307")
    second.classification.sure = false
    second.report.related = first.number
    try await router.route(second, at: CaseMachineTests.friday)
    let number = second.number
    let unit = try await router.store.pool.read { try AssignmentTable.find(number, in: $0)?.0.unit }
    #expect(unit == CaseMachineTests.surabaya)
  }
}

@Suite struct CorrectionTests {
  static let friday = CaseMachineTests.friday

  static func unsure(_ topic: String = "luar.lain") -> CaseClassified {
    var event = CaseMachineTests.event(topic)
    (event.classification.sure, event.classification.confidence) = (false, 0.4)
    return event
  }

  static func correct(
    _ event: CaseClassified, _ correction: Correction, state: CaseState? = nil
  ) throws -> (Assignment, [NumberedFact]) {
    let machine = try CaseMachineTests.machine.get()
    var assignment = machine.begin(event, sequence: 3, at: friday).0
    if let state { assignment.state = state }
    return try machine.step(assignment, .correct(correction), by: assignment.unit, case: event, at: friday)
  }

  @Test func theCallCentreSaysWhatACaseIsAboutAndItGoesToItsUnit() throws {
    let event = Self.unsure()
    #expect(try CaseMachineTests.machine.get().begin(event, sequence: 3, at: Self.friday).0.unit == .triage)
    let correction = Correction(
      topic: TopicCode(unchecked: "ksp.simpanan"), membershipArea: .regency, reason: "Tabungan, bukan lain-lain.")
    let (next, facts) = try Self.correct(event, correction)
    #expect(next.unit == CaseMachineTests.surabaya && next.state == .routed && next.sequence == 6)
    let corrected = try #require(facts[0].fact.event as? CaseCorrected)
    #expect(corrected.unit == .triage && corrected.reason == correction.reason)
    #expect(corrected.before.topic.text == "luar.lain" && corrected.classification.topic.text == "ksp.simpanan")
    #expect(corrected.classification.sure && corrected.classification.confidence == 1)
    let routed = try #require(facts[2].fact.event as? CaseRouted)
    #expect(routed.unit == next.unit && routed.classification == corrected.classification)
    #expect(routed.rule == "ksp.simpanan" && routed.cc == [UnitCode(unchecked: "deputi.pengawasan")])
  }

  @Test func aCorrectionThatChangesNoUnitMovesNothing() throws {
    let event = CaseMachineTests.event()
    let (next, facts) = try Self.correct(
      event, Correction(kind: .question, reason: "Hanya bertanya."), state: .inProgress)
    #expect(facts.count == 1 && facts[0].fact.event is CaseCorrected)
    #expect(next.unit == CaseMachineTests.surabaya && next.state == .inProgress)
  }

  @Test func aCorrectedPlaceMovesTheCaseAndItsBook() throws {
    let (next, facts) = try Self.correct(
      CaseMachineTests.event(), Correction(region: RegionCode(unchecked: "51.04"), reason: "Kantornya di Gianyar."))
    #expect(next.unit.text == "dinas.51.04" || next.unit == .triage)
    #expect(next.region?.text == "51.04")
    #expect((facts.last?.fact.event as? CaseRouted)?.classification.region?.text == "51.04")
  }

  @Test func whoOnlyCorrectsThePlaceDoesNotMakeTheTopicSure() throws {
    let event = Self.unsure()
    let (next, facts) = try Self.correct(event, Correction(region: RegionCode(unchecked: "51.04"), reason: "Gianyar."))
    #expect(next.unit == .triage && facts.count == 1)
    #expect((facts[0].fact.event as? CaseCorrected)?.classification.sure == false)
  }

  @Test func correctionsBetweenUnitsEndAtTheCallCentreAsTransfersDo() throws {
    let machine = try CaseMachineTests.machine.get()
    var assignment = machine.begin(CaseMachineTests.event(), sequence: 3, at: Self.friday).0
    assignment.transfers = Assignment.transferLimit - 1
    let correction = Correction(topic: TopicCode(unchecked: "kdmp.lahan"), reason: "Lahan.")
    let (next, _) = try machine.step(
      assignment, .correct(correction), by: assignment.unit, case: CaseMachineTests.event(), at: Self.friday)
    #expect(next.unit == .triage && next.transfers == Assignment.transferLimit)
  }

  @Test(arguments: [
    (Correction(topic: TopicCode(unchecked: "ksp.smpanan"), reason: "r"), "there is no topic"),
    (Correction(region: RegionCode(unchecked: "99.99"), reason: "r"), "there is no region"),
    (Correction(topic: TopicCode(unchecked: "ksp.simpanan"), reason: "r"), "changes nothing"),
  ])
  func aWrongCorrectionIsRefused(correction: Correction, hint: String) {
    #expect {
      try Self.correct(CaseMachineTests.event(), correction)
    } throws: { (($0 as? InvalidAction)?.reason ?? "").contains(hint) }
  }

  @Test(arguments: [CaseState.answered, .closed])
  func whatIsAnsweredIsNotCorrected(state: CaseState) {
    #expect(throws: InvalidAction.self) {
      try Self.correct(CaseMachineTests.event(), Correction(kind: .question, reason: "r"), state: state)
    }
  }
}
