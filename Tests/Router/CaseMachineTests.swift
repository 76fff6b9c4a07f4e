import Cases
import Foundation
import RouterPolicy
import RouterLifecycle
import TestKit
import Testing

@Suite struct CaseMachineTests {
  static let machine = Result {
    CaseMachine(book: try Shipped.book.get())
  }
  static let number = CaseNumber(unchecked: "4827193059")
  static let surabaya = UnitCode(unchecked: "dinas.35.78")
  static let friday = Date(timeIntervalSince1970: 1_773_367_200)  // 2026-03-13 09:00 in Surabaya

  static func event(_ topic: String = "ksp.simpanan") -> CaseClassified {
    CaseClassified(
      number: number, report: Report(text: "t", channel: .web, receivedAt: friday),
      classification: Classification(
        topic: TopicCode(unchecked: topic), kind: .complaint, region: RegionCode(unchecked: "35.78"), confidence: 1,
        sure: true, model: "m"))
  }

  static func assignment(_ state: CaseState, unit: UnitCode = surabaya, transfers: Int = 0) throws -> Assignment {
    var assignment = try machine.get().begin(event(), sequence: 3, at: friday).0
    assignment.state = state
    assignment.unit = unit
    assignment.transfers = transfers
    if state == .waiting { assignment.clock.waitingSince = friday }
    return assignment
  }

  static let actions: [CaseAction] = [
    .accept, .ask("?"), .answer("!"), .transfer(to: UnitCode(unchecked: "dinas.35"), reason: "r"), .close(nil),
    .reply("r"),
    .agree(nil), .object("o"),
  ]

  /// Every state and action: where it leads; what is not here is refused.
  static let allowed: [CaseState: [CaseState?]] = [
    .received: [nil, nil, nil, nil, nil, nil, nil, nil],
    .classified: [nil, nil, nil, nil, nil, nil, nil, nil],
    .routed: [.inProgress, .waiting, .answered, .routed, nil, .routed, nil, nil],
    .inProgress: [nil, .waiting, .answered, .routed, nil, .inProgress, nil, nil],
    .waiting: [nil, nil, .answered, .routed, nil, .inProgress, nil, nil],
    .answered: [nil, nil, nil, nil, .closed, nil, .closed, .reopened],
    .closed: [nil, nil, nil, nil, nil, nil, .closed, .reopened],
    .reopened: [.inProgress, .waiting, .answered, .routed, nil, .reopened, nil, nil],
    .handedOn: [nil, nil, .answered, .routed, nil, nil, nil, nil],
  ]

  @Test(arguments: CaseState.allCases)
  func eachActionLeadsWhereTheTableSays(state: CaseState) throws {
    let targets = try #require(Self.allowed[state])
    for (action, target) in zip(Self.actions, targets) {
      let assignment = try Self.assignment(state)
      let result = try? Self.machine.get().step(assignment, action, case: Self.event(), at: Self.friday)
      #expect(result?.0.state == target, "\(state) \(action)")
      #expect((result?.0.sequence ?? 3) == 3 + (result?.1.count ?? 0))
    }
  }

  @Test func aCaseBeginsWithItsUnitAndDeadline() throws {
    let (assignment, routed) = try Self.machine.get().begin(Self.event(), sequence: 3, at: Self.friday)
    #expect(assignment.unit == Self.surabaya && assignment.state == .routed && assignment.sequence == 3)
    #expect(EventCoding.format(routed.deadline.due) == "2026-06-24T09:30:00.000Z")
    #expect(routed.cc.map(\.text) == ["deputi.pengawasan"])
  }

  @Test func whatBelongsOutsideIsHandedOnWithAnAddress() throws {
    let (assignment, routed) = try Self.machine.get().begin(Self.event("luar.umkm"), sequence: 3, at: Self.friday)
    #expect(assignment.state == .handedOn)
    #expect(routed.handedOn?.isEmpty == false)
  }

  @Test func theClockStandsStillWhileTheReporterIsAsked() throws {
    let machine = try Self.machine.get()
    let start = try Self.assignment(.inProgress)
    let (asked, _) = try machine.step(start, .ask("?"), case: Self.event(), at: Self.friday)
    let later = Self.friday.addingTimeInterval(4 * 86_400)  // two working days: Monday, Tuesday
    let (resumed, facts) = try machine.step(asked, .reply("x"), case: Self.event(), at: later)
    #expect(EventCoding.format(resumed.deadline.due) == "2026-06-26T09:30:00.000Z")
    #expect(resumed.clock.waitingSince == nil)
    #expect((facts.first?.fact.event as? CaseReplied)?.deadline == resumed.deadline)
  }

  @Test func aTransferTellsBothUnits() throws {
    let (next, facts) = try Self.machine.get().step(
      Self.assignment(.routed), .transfer(to: UnitCode("dinas.35"), reason: "beberapa kota"), case: Self.event(),
      at: Self.friday)
    #expect(next.unit.text == "dinas.35" && next.transfers == 1)
    #expect((facts[0].fact.event as? CaseTransferred)?.from == Self.surabaya)
    #expect((facts[1].fact.event as? CaseRouted)?.unit.text == "dinas.35")
  }

  @Test func theThirdTransferGoesToTheCallCentre() throws {
    let (next, _) = try Self.machine.get().step(
      Self.assignment(.routed, transfers: 2), .transfer(to: UnitCode("dinas.35"), reason: "r"), case: Self.event(),
      at: Self.friday)
    #expect(next.unit == .triage)
  }

  @Test func theCallCentresOwnDecisionsDoNotCount() throws {
    let (next, _) = try Self.machine.get().step(
      Self.assignment(.routed, unit: .triage, transfers: 3), .transfer(to: UnitCode("dinas.35"), reason: "r"),
      case: Self.event(), at: Self.friday)
    #expect(next.unit.text == "dinas.35" && next.transfers == 3)
  }

  @Test(arguments: ["dinas.35.78", "dinas.99", "router"])
  func aTransferNeedsAnotherKnownUnit(target: String) throws {
    #expect(throws: InvalidAction.self) {
      try Self.machine.get().step(
        Self.assignment(.routed), .transfer(to: UnitCode(target), reason: "r"), case: Self.event(), at: Self.friday)
    }
  }

  @Test func randomLivesStayLegal() throws {
    let machine = try Self.machine.get()
    var generator = SeededGenerator(seed: 20_261_127)
    for _ in 0..<200 {
      var (assignment, _) = machine.begin(Self.event(), sequence: 3, at: Self.friday)
      var now = Self.friday
      for _ in 0..<40 {
        now += 3600 * Double.random(in: 0...60, using: &generator)
        let action = Self.actions.randomElement(using: &generator) ?? .accept
        guard let (next, facts) = try? machine.step(assignment, action, case: Self.event(), at: now) else { continue }
        #expect(next.sequence == assignment.sequence + facts.count)
        #expect((next.state == .waiting) == (next.clock.waitingSince != nil))
        #expect(machine.units[next.unit] != nil)
        assignment = next
      }
    }
  }
}
