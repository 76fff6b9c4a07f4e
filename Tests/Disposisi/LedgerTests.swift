import Testing

@testable import AMQP
@testable import DisposisiTool

/// What the ledger says of cases that it finds here and there.
@Suite struct LedgerTests {
  /// Who knows the case, and who holds which message of it.
  struct Situation: Sendable {
    var intake: String? = "received"
    var intakeContact = false
    var classifier = false
    var router: String?
    var notifier = true
    var notifierContact = false
    var held: [(service: String, place: HeldMessage.Place, type: String)] = []

    var ledger: Ledger {
      func book(_ service: String, _ state: String?, _ hasContact: Bool = false) -> ServiceSnapshot {
        var book = ServiceSnapshot()
        if let state { book.cases["4827193059"] = KnownCase(state: state, time: 1_000_000, hasContact: hasContact) }
        book.messages = held.filter { $0.service == service }.map {
          HeldMessage(place: $0.place, number: "4827193059", type: $0.type)
        }
        return book
      }
      return Ledger([
        .intake: book("intake", intake, intakeContact),
        .classifier: book("classifier", classifier ? "classified" : nil),
        .router: book("router", router), .notifier: book("notifier", notifier ? "received" : nil, notifierContact),
      ])
    }
  }

  static let received = "case.received.v1"
  static let classified = "case.classified.v1"

  static let sound: [(Situation, Ledger.Place)] = [
    (Situation(held: [("intake", .outbox, received)]), .underWay),
    (Situation(notifier: false, held: [("intake", .outbox, received)]), .underWay),
    (Situation(held: [("classifier", .deferred, received)]), .underWay),
    (Situation(held: [("classifier", .dead, received)]), .dead),
    (Situation(classifier: true, held: [("classifier", .outbox, classified)]), .underWay),
    (Situation(classifier: true, held: [("router", .dead, classified)]), .dead),
    (Situation(intake: "routed", classifier: true, router: "routed"), .withUnits),
    // Decided, and in no unit's queue.
    (Situation(classifier: true, router: "routed", held: [("router", .outbox, "case.routed.v1")]), .underWay),
    (
      Situation(
        intake: "routed", classifier: true, router: "answered", held: [("router", .outbox, "case.answered.v1")]),
      .withUnits
    ),
    (
      Situation(intake: "routed", classifier: true, router: "answered", held: [("intake", .dead, "case.answered.v1")]),
      .withUnits
    ),
    (Situation(intake: "closed", classifier: true, router: "closed"), .closed),
    (Situation(intake: "handed_on", classifier: true, router: "handed_on"), .handedOn),
    (
      Situation(
        intake: "routed", classifier: true, router: "routed", notifier: false, held: [("notifier", .dead, received)]),
      .withUnits
    ),
    (
      Situation(
        intake: "routed", intakeContact: true, classifier: true, router: "routed",
        held: [("notifier", .deferred, "contact.recorded.v1")]),
      .withUnits
    ),
  ]

  @Test(arguments: sound.indices)
  func aCaseThatIsSomewhereAddsUp(index: Int) {
    let (situation, place) = Self.sound[index]
    let ledger = situation.ledger
    #expect(ledger.places == [place: 1] && ledger.accepted == 1)
    #expect(LedgerVerdict(ledger).problems([:]).isEmpty)
  }

  static let wrong: [(Situation, String)] = [
    (Situation(intake: nil, classifier: true, router: "routed"), "intake does not"),
    (Situation(intake: "routed", classifier: true), "the router does not know it"),
    (Situation(intake: "routed", router: "routed"), "the classifier does not"),
    (Situation(intake: "routed", classifier: true, router: "routed", notifier: false), "notifier does not know it"),
    (
      Situation(intake: "routed", intakeContact: true, classifier: true, router: "routed"),
      "the notifier has none"
    ),
    // What the router decided never left it, or never came to intake.
    (Situation(intake: "classified", classifier: true, router: "routed"), "how it stands at the router"),
    (Situation(intake: "routed", classifier: true, router: "answered"), "how it stands at the router"),
    (Situation(), "classifier does not know it, and it is in no queue"),
    (Situation(classifier: true), "router does not know it, and it is in no queue"),
  ]

  @Test(arguments: wrong.indices)
  func aCaseThatSomebodyHasLostIsNamed(index: Int) {
    let (situation, what) = Self.wrong[index]
    let problems = LedgerVerdict(situation.ledger).problems([:])
    #expect(problems.map(\.number) == ["4827193059"])
    #expect(problems.allSatisfy { $0.what.contains(what) })
  }

  /// For each, who must say it again to whom.
  @Test func theRepairNamesOwnersAndHearers() {
    let lines = Self.wrong.map { LedgerRepair(LedgerVerdict($0.0.ledger).problems([:])).steps.map(\.line) }
    func step(_ owner: String, _ hearer: String) -> String { "\(owner) resend 4827193059 --to \(hearer) --yes" }
    #expect(
      lines == [
        [step("classifier", "intake"), step("router", "intake")], [step("classifier", "router")],
        [step("intake", "classifier")], [step("intake", "notifier")], [step("intake", "notifier")],
        [step("router", "intake")], [step("router", "intake")], [step("intake", "classifier")],
        [step("classifier", "router")],
      ])
  }

  @Test func whatMovesWhileItIsLookedForIsNotMissed() {
    var verdict = LedgerVerdict(Situation().ledger)
    #expect(!verdict.isClear)
    verdict.look(again: Situation(intake: "routed", classifier: true, router: "routed").ledger)
    #expect(verdict.isClear && verdict.problems([:]).isEmpty)
  }

  @Test func aQueueExplainsAsManyCasesAsItHolds() {
    let verdict = LedgerVerdict(Situation().ledger)
    let state = QueueState(queue: "classifier", exists: true, messages: 1, consumers: 0)
    #expect(verdict.problems(["classifier": state]).isEmpty)
  }

  @Test(arguments: [("classifier", 0), ("notifier", 1)])
  func whatTheBrokerPutAsideIsDead(queue: String, problems: Int) {
    let intake = ServiceSnapshot(cases: ["4827193059": KnownCase(state: "received", time: 1_000_000, hasContact: false)]
    )
    let notifier = queue == "classifier" ? intake : ServiceSnapshot()
    let message = HeldMessage(place: .dead, number: "4827193059", type: Self.received)
    let ledger = Ledger(
      [.intake: intake, .classifier: ServiceSnapshot(), .router: ServiceSnapshot(), .notifier: notifier],
      aside: [(queue, message)])
    #expect(ledger.places == (problems == 0 ? [.dead: 1] : [.underWay: 1]))
    #expect(LedgerVerdict(ledger).problems([:]).count == problems)
  }

  /// A queue keeps its order: what is much older than a case that has passed it is not in it.
  @Test func aCaseThatOthersHaveOvertakenByFarIsLost() {
    var intake = ServiceSnapshot()
    intake.cases["4827193059"] = KnownCase(state: "received", time: 1_000_000, hasContact: false)
    intake.cases["1482972206"] = KnownCase(state: "routed", time: 2_000_000, hasContact: false)
    var others = ServiceSnapshot()
    others.cases["1482972206"] = KnownCase(state: "routed", time: 2_000_100, hasContact: false)
    var notifier = others
    notifier.cases["4827193059"] = KnownCase(state: "received", time: 1_000_100, hasContact: false)
    let verdict = LedgerVerdict(
      Ledger([.intake: intake, .classifier: others, .router: others, .notifier: notifier]))
    let queue = QueueState(queue: "classifier", exists: true, messages: 5, consumers: 1)
    let problems = verdict.problems(["classifier": queue])
    #expect(problems.map(\.number) == ["4827193059"])
  }
}
