import Cases
import Contract
import Foundation
import RouterLifecycle
import RouterPolicy
import Testing

/// Who is told a fact, and in which words.
@Suite struct RecipientsTests {
  static let unit = UnitCode(unchecked: "dinas.35.78")
  static let copy = UnitCode(unchecked: "deputi.pengawasan")
  static let above = UnitCode(unchecked: "dinas.35")
  static let number = CaseNumber(unchecked: "4827193055")
  static let deadline = Deadline(name: "pengaduan", workingDays: 60, due: Date(timeIntervalSince1970: 0))
  static let numbers = "NIK 9999990101900001, WA 0800-0000-1177"
  static let masked = "NIK [NIK], WA [nomor telepon]"

  static func begun(_ text: String) throws -> (Assignment, CaseRouted) {
    var event = CaseMachineTests.event()
    event.report.text = text
    return try CaseMachineTests.machine.get().begin(event, sequence: 3, at: CaseMachineTests.friday)
  }

  /// A case with a copy, that is overdue or not.
  static func assignment(steps: Int = 0) throws -> Assignment {
    var assignment = try begun("Simpanan macet.").0
    (assignment.unit, assignment.copies) = (unit, [copy])
    (assignment.clock.steps, assignment.clock.told) = (steps, steps > 0 ? [above] : [])
    return assignment
  }

  @Test func whoDoesNotAnswerReadsNoPersonalNumbers() throws {
    let (assignment, routed) = try Self.begun(Self.numbers)
    let fact = CaseFact.routed(routed)
    let tellings = fact.tellings(of: assignment, by: nil)
    #expect(tellings.count == 2 && tellings[0].fact == fact && !tellings[0].tellsServices)
    guard case .routed(let masked) = tellings[1].fact else { throw ExpectedFact() }
    #expect(masked.report.text == Self.masked)
    #expect(tellings[0].units == [masked.unit] && !tellings[1].units.contains(masked.unit) && tellings[1].tellsServices)
  }

  struct ExpectedFact: Error {}

  @Test func aTextWithoutThemIsSaidOnce() throws {
    let (assignment, routed) = try Self.begun("Simpanan 50 juta macet.")
    #expect(CaseFact.routed(routed).tellings(of: assignment, by: nil).count == 1)
  }

  /// A fact with numbers in it, and who reads it whole and who without them, while the case is overdue.
  static let facts: [(fact: CaseFact, whole: [String], others: [String])] = [
    (.accepted(CaseAccepted(number: number, unit: unit)), [unit.text], []),
    (.asked(CaseAsked(number: number, unit: unit, question: numbers)), [unit.text], []),
    (.replied(CaseReplied(number: number, unit: unit, text: numbers, deadline: deadline)), [unit.text], []),
    (
      .answered(CaseAnswered(number: number, unit: unit, answer: numbers)), [unit.text],
      ["deputi.pengawasan", "dinas.35", "triase"]
    ),
    (
      .transferred(CaseTransferred(number: number, from: unit, to: .triage, reason: numbers, transfers: 1)),
      [unit.text], ["deputi.pengawasan", "dinas.35", "triase"]
    ),
    (
      .closed(CaseClosed(number: number, unit: unit, by: .unit, text: numbers)), [unit.text],
      ["deputi.pengawasan", "dinas.35", "triase"]
    ),
    (
      .reopened(CaseReopened(number: number, unit: unit, objection: numbers, deadline: deadline)), [unit.text],
      ["deputi.pengawasan", "dinas.35", "triase"]
    ),
    (.reminded(CaseReminded(number: number, unit: unit, deadline: deadline, workingDaysLeft: 1)), [unit.text], []),
    (.rescheduled(CaseRescheduled(number: number, unit: unit, deadline: deadline)), [unit.text], []),
  ]

  /// Who acts is told too; who only watches learns how the case goes on, without the numbers. Services read all of it.
  @Test(arguments: facts)
  func eachIsToldInItsWords(fact: CaseFact, whole: [String], others: [String]) throws {
    let tellings = fact.tellings(of: try Self.assignment(steps: 1), by: Self.unit)
    #expect(tellings.filter { $0.tellsServices }.map(\.fact) == [fact])
    #expect(tellings[0].fact == fact && tellings[0].units.map(\.text) == whole)
    #expect(tellings.dropFirst().flatMap(\.units).map(\.text) == others)
    #expect(Flow.of(type(of: fact.event).type)?.tellsUnits == true)
    for telling in tellings.dropFirst() {
      let said = String(decoding: try JSONEncoder().encode(telling.fact.event), as: UTF8.self)
      #expect(said.contains("[NIK]") && !said.contains("9999990101900001"))
    }
  }

  @Test func whoPassesAnothersCaseOnIsTold() throws {
    let fact = CaseFact.transferred(
      CaseTransferred(number: Self.number, from: Self.unit, to: Self.above, reason: "x", transfers: 0))
    let told = fact.tellings(of: try Self.assignment(), by: .triage)
    #expect(told.map { $0.units.map(\.text) } == [["dinas.35.78", "triase", "deputi.pengawasan"]])
  }

  @Test func whoeverCorrectsIsToldAndTheClassifierReadsTheWords() throws {
    let (_, routed) = try Self.begun(Self.numbers)
    let corrected = CaseCorrected(
      number: Self.number, unit: .triage, reason: "x", report: routed.report, before: routed.classification,
      classification: routed.classification)
    let tellings = CaseFact.corrected(corrected).tellings(of: try Self.assignment(), by: .triage)
    #expect(tellings.count == 2 && tellings[0].tellsServices && tellings[0].units.isEmpty)
    guard case .corrected(let masked) = tellings[1].fact else { throw ExpectedFact() }
    #expect(masked.report.text == Self.masked && tellings[1].units.map(\.text) == ["triase", "dinas.35.78"])
  }

  /// From routing to the end, over a real database.
  @Test func copiesSeeTheCaseToItsEnd() async throws {
    let router = try RouterAtWork(book: CaseMachineTests.machine.get().book)
    let (number, unit, now) = (CaseMachineTests.event().number, CaseMachineTests.surabaya, CaseMachineTests.friday)
    try await router.route(CaseMachineTests.event(), at: now)
    let both = ["dinas.35.78", "deputi.pengawasan"]
    #expect(try await router.act(.accept, by: unit, on: number, at: now).units(CaseAccepted.type) == [unit.text])
    #expect(try await router.act(.answer("Sudah."), by: unit, on: number, at: now).units(CaseAnswered.type) == both)
    #expect(try await router.act(.object("Belum."), by: nil, on: number, at: now).units(CaseReopened.type) == both)
    let target = UnitCode(unchecked: "dinas.35")
    let moved = try await router.act(.transfer(to: target, reason: "Provinsi."), by: unit, on: number, at: now)
    #expect(moved.units(CaseTransferred.type) == both)
    // Who has a copy keeps it.
    #expect(moved.units(CaseRouted.type) == ["dinas.35", "deputi.pengawasan"])
    let answered = try await router.act(.answer("Sudah."), by: target, on: number, at: now)
    #expect(answered.units(CaseAnswered.type) == ["dinas.35", "deputi.pengawasan"])
    let closed = try await router.act(.close(nil), by: target, on: number, at: now)
    #expect(closed.units(CaseClosed.type) == ["dinas.35", "deputi.pengawasan"])
  }

  /// It learns where the case went.
  @Test func whoCorrectsACaseAwayLearnsWhereItWent() async throws {
    let router = try RouterAtWork(book: CaseMachineTests.machine.get().book)
    let (number, unit, now) = (CaseMachineTests.event().number, CaseMachineTests.surabaya, CaseMachineTests.friday)
    try await router.route(CaseMachineTests.event(), at: now)
    let correction = Correction(region: RegionCode(unchecked: "33.08"), reason: "Magelang.")
    let said = try await router.act(.correct(correction), by: unit, on: number, at: now)
    #expect(said.units(CaseCorrected.type) == [unit.text])
    #expect(said.units(CaseTransferred.type) == [unit.text, "deputi.pengawasan"])
    #expect(try said.event(CaseTransferred.self)?.to.text == "dinas.33.08")
  }
}
