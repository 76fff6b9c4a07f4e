import AMQP
import Cases
import Contract
import Foundation
import Testing

@testable import Messaging

/// Who may say what is a matter of where it came by; what a message says of itself only has to agree.
@Suite struct AdmissionTests {
  enum Content: ConsumedContent {
    case accepted(CaseAccepted)
    static let readers = [FactReader(accepted)]
  }
  typealias Fact = ConsumedFact<Content>

  static func incoming(
    _ exchange: String, _ key: String, _ type: String?, queue: String = "intake", user: String? = nil
  ) -> Incoming {
    Incoming(
      queue: queue, exchange: exchange, routingKey: key, message: Message(body: Data(), type: type, userID: user))
  }

  @Test func everyFactOfTheTableIsTakenByItsHearersFromItsSpeakerAlone() {
    for row in Flow.table {
      for hearer in ServiceName.allCases {
        for exchange in ServiceName.allCases.map(\.exchange) + ["", "replies", "amq.topic"] {
          let incoming = Self.incoming(
            exchange, Flow.key(row.type, to: hearer), row.type.text, queue: hearer.queue, user: row.speaker.rawValue)
          let admission = Fact.admission(of: incoming)
          if !row.hearers.contains(hearer) {
            #expect(admission == .passedOver)
          } else if exchange == row.speaker.exchange {
            #expect(admission == .taken)
          } else {
            guard case .refused = admission else {
              Issue.record("\(hearer) took \(row.type) from '\(exchange)'")
              continue
            }
          }
        }
      }
    }
  }

  static let refused: [Incoming] = [
    // The classifier's right key, with another's type.
    incoming("classifier.facts", "intake.case.classified.v1", "case.answered.v1"),
    incoming("classifier.facts", "intake.case.classified.v1", nil),
    // A key that is bound to nobody, with the right one in a header CC: the broker delivers it under the first.
    incoming("router.facts", "x", "case.answered.v1"),
    incoming("router.facts", "case.answered.v1", "case.answered.v1"),
    incoming("router.facts", "notifier.case.answered.v1", "case.answered.v1"),
    incoming("", "intake", "case.answered.v1"),
    incoming("classifier.facts", "intake.case.answered.v1", "case.answered.v1"),
    // Left over from before, in another's name.
    incoming("cases", "case.answered.v1", "case.answered.v1", user: "classifier"),
    incoming("cases", "case.classified.v1", "case.answered.v1", user: "router"),
  ]

  @Test(arguments: refused.indices)
  func aFactThatIsNotSaidByWhoMaySayItIsNotTaken(index: Int) {
    guard case .refused(let why) = Fact.admission(of: Self.refused[index]) else {
      Issue.record("taken: \(Self.refused[index])")
      return
    }
    #expect(why.contains("expected"))
  }

  @Test func whatWaitedSinceBeforeTheChangeIsTaken() {
    let kept = Self.incoming("cases", "case.answered.v1", "case.answered.v1", user: "router")
    #expect(Fact.admission(of: kept) == .taken)
  }

  /// A later version's fact, whoever says it.
  @Test(arguments: ["router.facts", "desk.facts"])
  func anUnknownFactIsPassedOver(exchange: String) {
    let later = Self.incoming(exchange, "intake.case.postponed.v1", "case.postponed.v1")
    #expect(Fact.admission(of: later) == .passedOver)
  }

  @Test func whatIsPassedOverOrNotTakenChangesNothing() async throws {
    try await withStore { store in
      struct Never: Stage {
        func handle(_ input: Fact, in work: borrowing Work) throws -> Verdict {
          .rejected("it was handed over")
        }
      }
      let handler = BatchHandler(
        stage: Never(), queue: "intake", source: "/test", store: store, logger: StageTests.quiet)
      try await handler.handle([Self.incoming("router.facts", "intake.case.postponed.v1", "case.postponed.v1")])
      #expect(try await StageTests.count(store, "dead") == 0)
      try await handler.handle([Self.refused[0]])
      let reasons = try await store.pool.read { try StageTests.letters($0).map(\.reason) }
      #expect(reasons.count == 1 && reasons[0].hasPrefix("not taken: found type 'case.answered.v1'"))
      #expect(try await StageTests.count(store, "inbox") == 0)
    }
  }

  /// Or a harmless fact said under another's id would make that one a repetition.
  @Test func anIDBelongsToItsFact() throws {
    var event = CloudEvent(
      CaseAccepted(number: CaseNumber(unchecked: "4827193059"), unit: .triage), sequence: 4,
      source: "/disposisi/router",
      time: Date(timeIntervalSince1970: 1_700_000_000))
    func consume() throws -> Fact {
      try Fact(
        consuming: Incoming(
          queue: "intake", exchange: "router.facts", routingKey: "intake.case.accepted.v1",
          message: Message(body: EventCoding.encode(event), type: "case.accepted.v1")))
    }
    #expect(try consume().deduplicationKey == "4827193059.4.case.accepted.v1")
    for id in ["4827193059.4.case.answered.v1", "4827193059.5.case.accepted.v1", "1482972206.4.case.accepted.v1"] {
      event.id = EventID(unchecked: id)
      #expect { try consume() } throws: {
        "\($0)".contains("found id '\(id)', expected '4827193059.4.case.accepted.v1'")
      }
    }
  }
}
