import Cases
import Foundation
import RouterPolicy
import RouterLifecycle
import Messaging
import Testing

@testable import RouterService

/// What happens to a case by the clock, over a real database, in July 2026 (no holidays; the 13th is a Monday).
@Suite struct WatchTests {
  static func router() throws -> RouterAtWork { try RouterAtWork(book: Shipped.book.get()) }
  static let monday = TrialCase.moment("2026-07-13 09:00")
  static let number = TrialCase.number(1)
  static let city = UnitCode(unchecked: "dinas.35.78")
  static let province = UnitCode(unchecked: "dinas.35")

  /// `ksp.pinjaman` for a kabupaten/kota: 14 working days, reminded 3 before, so due on Friday the 31st.
  static func routed() async throws -> RouterAtWork {
    let router = try router()
    try await router.route(TrialCase.event(1, "ksp.pinjaman", at: monday), at: monday)
    return router
  }

  @Test func aReminderComesOnceOnItsDay() async throws {
    let router = try await Self.routed()
    #expect(try await router.watch(at: TrialCase.moment("2026-07-27 16:00")).types == [])
    let said = try await router.watch(at: TrialCase.moment("2026-07-28 07:30"))
    #expect(said.types == ["case.reminded.v1"] && said.units(CaseReminded.type) == ["dinas.35.78"])
    #expect(try said.event(CaseReminded.self)?.workingDaysLeft == 3)
    #expect(try await router.watch(at: TrialCase.moment("2026-07-28 07:31")).types == [])
  }

  @Test func whatIsOverdueGoesUpTheLineStepByStep() async throws {
    let router = try await Self.routed()
    _ = try await router.watch(at: TrialCase.moment("2026-07-28 07:30"))
    #expect(try await router.watch(at: TrialCase.moment("2026-07-31 16:29")).types == [])
    let first = try await router.watch(at: TrialCase.moment("2026-08-03 07:30"))
    #expect(first.units(CaseOverdue.type) == ["dinas.35.78", "dinas.35", "triase"])
    #expect(try first.event(CaseOverdue.self)?.step == 1)
    #expect(try await router.watch(at: TrialCase.moment("2026-08-07 15:00")).types == [])
    let second = try await router.watch(at: TrialCase.moment("2026-08-10 07:30"))
    #expect(second.units(CaseOverdue.type) == ["dinas.35.78", "deputi.pengawasan", "triase"])
    let third = try await router.watch(at: TrialCase.moment("2026-08-18 07:30"))
    #expect(third.units(CaseOverdue.type) == ["dinas.35.78", "sekretariat", "triase"])
    // The line ends there.
    #expect(try await router.watch(at: TrialCase.moment("2027-08-02 09:00")).types == [])
  }

  @Test func nothingHappensWhileNobodyWorks() async throws {
    let router = try await Self.routed()
    for moment in ["2026-08-01 09:00", "2026-08-02 09:00", "2026-08-03 07:29", "2026-08-03 12:30", "2026-08-03 20:00"] {
      #expect(try await router.watch(at: TrialCase.moment(moment)).types == [], "\(moment)")
    }
    // What was put off is not lost: the reminder has no sense any more, the deadline's end has.
    #expect(try await router.watch(at: TrialCase.moment("2026-08-04 07:30")).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-04 07:31")).types == ["case.overdue.v1"])
  }

  /// One damaged row among those that are due: it is set aside with its reason, and the others fire.
  @Test func aCaseThatCannotBeReadHoldsUpNoTimer() async throws {
    let router = try await Self.routed()
    try await router.route(TrialCase.event(2, "ksp.pinjaman", at: Self.monday), at: Self.monday)
    try await router.store.write { db in
      try db.execute(sql: "UPDATE assignments SET classified = X'7B7D' WHERE number = ?", arguments: [Self.number.text])
    }
    let said = try await router.watch(at: TrialCase.moment("2026-07-28 07:30"))
    #expect(said.types == ["case.reminded.v1"])
    let aside = try await router.store.pool.read { try SetAside.all(in: $0) }
    #expect(
      aside.map(\.id) == [Self.number.text] && aside[0].what == "timers" && aside[0].reason.contains("specversion"))
    // It is not tried every second; a person lets it be tried again.
    #expect(try await router.watch(at: TrialCase.moment("2026-07-28 07:31")).types == [])
    #expect(try await router.store.write { try SetAside.release(in: $0) } == 1)
    _ = try await router.watch(at: TrialCase.moment("2026-07-28 07:32"))
    #expect(try await router.store.pool.read { try SetAside.all(in: $0) }.count == 1)
    // A new book is followed by all the others.
    _ = try await router.take(Shipped.book.get())
    #expect(try await router.assignment(TrialCase.number(2)) != nil)
  }

  /// A machine without a battery: a deadline that is counted from 1970 would go up the line at once.
  @Test(arguments: ["1970-01-01 07:00", "1999-12-31 23:59", "2045-01-01 09:00"])
  func aTimeThatCannotBeIsNotCountedFrom(received: String) async throws {
    let router = try Self.router()
    try await router.route(TrialCase.event(1, "ksp.pinjaman", at: TrialCase.moment(received)), at: Self.monday)
    let right = try await Self.routed()
    let due = try await router.assignment(Self.number)?.deadline.due
    #expect(due == (try await right.assignment(Self.number)?.deadline.due))
  }

  @Test func timersSurviveARestart() async throws {
    let router = try await Self.routed()
    let again = try RouterAtWork(path: router.path, book: Shipped.book.get())
    #expect(try await again.watch(at: TrialCase.moment("2026-07-28 07:30")).types == ["case.reminded.v1"])
    let third = try RouterAtWork(path: router.path, book: Shipped.book.get())
    #expect(try await third.watch(at: TrialCase.moment("2026-07-28 07:31")).types == [])
  }

  /// The reminder's and the deadline's time have both passed: only what is true now is said, once a case.
  @Test func aLongStopIsCaughtUpWithoutAFlood() async throws {
    let router = try Self.router()
    for count in 1...25 {
      try await router.route(TrialCase.event(count, "ksp.pinjaman", at: Self.monday), at: Self.monday)
    }
    let late = TrialCase.moment("2026-09-07 08:00")
    var types: [String] = []
    for second in 0..<4 {
      let said = try await router.watch(at: late.addingTimeInterval(Double(second)), perSecond: 10)
      #expect(said.types.count <= 10)
      types += said.types
    }
    // The reminders, long past, are passed over; then each case goes one step, not three.
    for second in 4..<10 {
      types += try await router.watch(at: late.addingTimeInterval(Double(second)), perSecond: 10).types
    }
    #expect(types == Array(repeating: "case.overdue.v1", count: 25))
    #expect(try await router.watch(at: late.addingTimeInterval(3600)).types == [])
  }

  @Test func tenSilentWorkingDaysCloseAnAnsweredCase() async throws {
    let router = try await Self.routed()
    _ = try await router.act(.answer("Sudah."), by: Self.city, on: Self.number, at: Self.monday)
    #expect(try await router.watch(at: TrialCase.moment("2026-07-27 16:29")).types == [])
    // The tenth working day ends at 16:30; nobody works then, so it is said on the next morning.
    #expect(try await router.watch(at: TrialCase.moment("2026-07-27 16:30")).types == [])
    let said = try await router.watch(at: TrialCase.moment("2026-07-28 07:30"))
    #expect(try said.event(CaseClosed.self)?.by == .silence)
    #expect(said.units(CaseClosed.type) == ["dinas.35.78"])
    #expect(try await router.assignment(Self.number)?.state == .closed)
    #expect(try await router.watch(at: TrialCase.moment("2026-09-28 07:30")).types == [])
  }

  @Test func anObjectionBringsTheCaseBackToItsUnitWithANewClock() async throws {
    let router = try await Self.routed()
    _ = try await router.act(.answer("Sudah."), by: Self.city, on: Self.number, at: Self.monday)
    let friday = TrialCase.moment("2026-07-24 10:00")
    let said = try await router.act(.object("Belum."), by: nil, on: Self.number, at: friday)
    #expect(said.units(CaseReopened.type) == ["dinas.35.78"])
    #expect(try await router.watch(at: TrialCase.moment("2026-07-28 07:30")).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-10 09:00")).types == ["case.reminded.v1"])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-14 09:00")).types == ["case.overdue.v1"])
  }

  @Test func theClockStandsStillWhileTheReporterIsAsked() async throws {
    let router = try await Self.routed()
    _ = try await router.act(.ask("Sejak kapan?"), by: Self.city, on: Self.number, at: Self.monday)
    #expect(try await router.watch(at: TrialCase.moment("2026-09-14 09:00")).types == [])
    // From Monday the 13th to Tuesday the 21st: six working days.
    let later = TrialCase.moment("2026-07-21 10:00")
    _ = try await router.act(.reply("Maret."), by: nil, on: Self.number, at: later)
    let due = try #require(try await router.assignment(Self.number)).deadline.due
    #expect(due == TrialCase.moment("2026-08-10 16:30"))
  }

  @Test func onceOverdueTheUnitAboveMayAct() async throws {
    let router = try await Self.routed()
    #expect(try await router.assignment(Self.number)?.mayAct(Self.province) == false)
    _ = try await router.watch(at: TrialCase.moment("2026-08-03 07:30"))
    _ = try await router.watch(at: TrialCase.moment("2026-08-03 07:31"))
    let overdue = try #require(try await router.assignment(Self.number))
    #expect(overdue.mayAct(Self.province) && overdue.mayAct(.triage) && overdue.mayAct(Self.city))
    #expect(!overdue.mayAct(UnitCode(unchecked: "deputi.pengawasan")))
    // Who was told first may still act when the next one is told.
    _ = try await router.watch(at: TrialCase.moment("2026-08-10 07:30"))
    #expect(try #require(try await router.assignment(Self.number)).mayAct(Self.province))
    let said = try await router.act(
      .answer("Kami ambil alih."), by: Self.province, on: Self.number, at: TrialCase.moment("2026-08-03 10:00"))
    #expect(said.types == ["case.transferred.v1", "case.routed.v1", "case.answered.v1"])
    #expect(said.units(CaseTransferred.type) == ["dinas.35.78", "dinas.35", "deputi.pengawasan", "triase"])
    let taken = try #require(try await router.assignment(Self.number))
    #expect(taken.unit == Self.province && taken.state == .answered && taken.transfers == 0)
  }

  @Test func holidaysThatAreDecreedLateMoveOpenDeadlines() async throws {
    let router = try await Self.routed()
    _ = try await router.take(Shipped.book.get())
    var files = BookFiles.shipped
    files.texts[BookFiles.holidaysName]? += "2026-07-20,cuti,Cuti Bersama Baru,SKB 9/2026\n"
    let said = try await router.take(RuleBook(files, Shipped.reference.get()))
    #expect(said.units(CaseRescheduled.type) == ["dinas.35.78"])
    #expect(try said.event(CaseRescheduled.self)?.deadline.due == TrialCase.moment("2026-08-03 16:30"))
    // Its timers have moved with it, and nothing is told twice.
    #expect(try await router.watch(at: TrialCase.moment("2026-07-28 09:00")).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-07-29 09:00")).types == ["case.reminded.v1"])
    #expect(try await router.take(RuleBook(files, Shipped.reference.get())).types == [])
  }

  @Test func theUnitAboveTakesOverTheCasesOfAUnitThatIsSwitchedOff() async throws {
    let router = try await Self.routed()
    _ = try await router.take(Shipped.book.get())
    var files = BookFiles.shipped
    files.texts[BookFiles.unitsName]? += "  - {code: dinas.35.78, active: no}\n"
    let said = try await router.take(RuleBook(files, Shipped.reference.get()))
    #expect(said.types == ["case.transferred.v1", "case.routed.v1"])
    #expect(said.units(CaseRouted.type) == ["dinas.35"])
    let taken = try #require(try await router.assignment(Self.number))
    #expect(taken.unit == Self.province && taken.transfers == 0 && taken.state == .routed)
    #expect(try await router.take(RuleBook(files, Shipped.reference.get())).types == [])
  }

  @Test func aBookWithOtherRulesOnlyLeavesOpenCasesAlone() async throws {
    let router = try await Self.routed()
    _ = try await router.take(Shipped.book.get())
    var files = BookFiles.shipped
    files.texts["rules/x.yaml"] = "rules:\n" + TestBook.rule("x", "topic: ksp.pinjaman, region: 35", to: "lpdb")
    #expect(try await router.take(RuleBook(files, Shipped.reference.get())).types == [])
    #expect(try await router.assignment(Self.number)?.unit == Self.city)
  }

  /// A book whose units are as given, beside the shipped rest.
  static func book(units: String = "", settings: (String) -> String = { $0 }, rules: String = "") throws -> RuleBook {
    var files = BookFiles.shipped
    files.texts[BookFiles.unitsName]? += units
    files.texts[BookFiles.settingsName] = settings(files.texts[BookFiles.settingsName] ?? "")
    if !rules.isEmpty { files.texts["rules/x.yaml"] = "rules:\n" + rules }
    return try RuleBook(files, Shipped.reference.get())
  }

  static let off = "  - {code: dinas.35.78, active: no}\n"

  @Test func aWaitingCaseOfASwitchedOffUnitGoesOnOnceTheReporterHasAnswered() async throws {
    let router = try await Self.routed()
    _ = try await router.take(Shipped.book.get())
    _ = try await router.act(.ask("Sejak kapan?"), by: Self.city, on: Self.number, at: Self.monday)
    #expect(try await router.take(Self.book(units: Self.off)).types == [])
    let said = try await router.act(.reply("Maret."), by: nil, on: Self.number, at: Self.monday)
    #expect(said.types == ["case.transferred.v1", "case.routed.v1", "case.replied.v1"])
    #expect(said.units(CaseReplied.type) == ["dinas.35"])
    #expect(try await router.assignment(Self.number)?.state == .inProgress)
  }

  @Test func anObjectionGoesToWhoStandsInForASwitchedOffUnit() async throws {
    let router = try await Self.routed()
    _ = try await router.act(.answer("Sudah."), by: Self.city, on: Self.number, at: Self.monday)
    _ = try await router.take(Self.book(units: Self.off))
    let said = try await router.act(.object("Belum."), by: nil, on: Self.number, at: Self.monday)
    #expect(said.units(CaseReopened.type) == ["dinas.35"])
    let again = try #require(try await router.assignment(Self.number))
    #expect(again.unit == Self.province && again.state == .reopened)
  }

  @Test func theCasesOfAUnitThatIsGoneAreTheCallCentres() async throws {
    let more = "  - {code: satgas.papua, name: Satgas}\n"
    let rule = TestBook.rule("x", "topic: ksp.pinjaman, region: 35", to: "satgas.papua")
    let router = try RouterAtWork(book: Self.book(units: more, rules: rule))
    _ = try await router.take(Self.book(units: more, rules: rule))
    try await router.route(TrialCase.event(1, "ksp.pinjaman", at: Self.monday), at: Self.monday)
    #expect(try await router.assignment(Self.number)?.unit.text == "satgas.papua")
    #expect(try await router.take(Shipped.book.get()).units(CaseRouted.type) == ["triase"])
  }

  @Test func aTimerThatAnotherBookHasMovedDoesNotFire() async throws {
    let router = try await Self.routed()
    _ = try await router.act(.answer("Sudah."), by: Self.city, on: Self.number, at: Self.monday)
    let patient = try Self.book(settings: { $0.replacing("silence: 10", with: "silence: 20") })
    // Put on the books without following the open cases, as if it came between reading a timer and firing it.
    router.books.put(BooksInForce.Books(live: CaseMachine(book: patient)))
    #expect(try await router.watch(at: TrialCase.moment("2026-07-28 07:30")).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-10 09:00")).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-11 07:30")).types == ["case.closed.v1"])
  }

  @Test func aCandidateWatchesTheCasesOfItsProvincesOnly() async throws {
    let router = try await Self.routed()
    try await router.route(TrialCase.event(2, "ksp.pinjaman", region: "33.74", at: Self.monday), at: Self.monday)
    _ = try await router.take(Shipped.book.get())
    let both = Self.off + "  - {code: dinas.33.74, active: no}\n"
    let trial = try Self.book(units: both, settings: { $0 + "trial: {provinces: [35]}\n" })
    let said = try await router.take(trial, as: .candidate)
    #expect(said.units(CaseRouted.type) == ["dinas.35"])
    // A live change of units leaves the candidate's cases alone.
    let live = try await router.take(Self.book(units: "  - {code: dinas.35, active: no}\n"))
    #expect(live.types == [])
  }

  @Test func thePauseIsNotCountedBetweenStepsUpTheLine() async throws {
    let router = try await Self.routed()
    for moment in ["2026-07-28 07:30", "2026-08-03 07:30"] { _ = try await router.watch(at: TrialCase.moment(moment)) }
    _ = try await router.act(.ask("?"), by: Self.city, on: Self.number, at: TrialCase.moment("2026-08-03 10:00"))
    let later = TrialCase.moment("2026-08-18 08:00")
    _ = try await router.act(.reply("!"), by: nil, on: Self.number, at: later)
    #expect(try await router.watch(at: later).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-24 07:30")).types == [])
    #expect(try await router.watch(at: TrialCase.moment("2026-08-26 07:30")).types == ["case.overdue.v1"])
  }

  @Test func alsoAnUnsureCaseHasADeputyAtTheTopOfItsLine() async throws {
    let router = try Self.router()
    var event = TrialCase.event(1, "ksp.pinjaman", at: Self.monday)
    event.classification.sure = false
    try await router.route(event, at: Self.monday)
    _ = try await router.act(
      .transfer(to: Self.province, reason: "Wewenang provinsi."), by: .triage, on: Self.number, at: Self.monday)
    for moment in ["2026-07-28 07:30"] { _ = try await router.watch(at: TrialCase.moment(moment)) }
    let said = try await router.watch(at: TrialCase.moment("2026-08-03 07:30"))
    #expect(said.units(CaseOverdue.type) == ["dinas.35", "deputi.pengawasan", "triase"])
  }
}
