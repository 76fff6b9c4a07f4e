import AMQP
import Cases

/// Where every accepted case is, and which cases the services do not agree about.
struct Ledger {
  /// What becomes of a case, in the order in which the ledger is printed.
  enum Place: String, CaseIterable {
    case underWay = "under way"
    case withUnits = "with units"
    case closed
    case handedOn = "handed on"
    case dead
  }

  /// A way between two services: who should know the case next, and the queue in which it may be meanwhile.
  struct Leg: Hashable {
    let queue: String

    static let classifier = Leg(queue: Topology.classifierQueue)
    static let router = Leg(queue: Topology.routerQueue)
    static let notifier = Leg(queue: Topology.notifierQueue)
  }

  private(set) var accepted = 0
  private(set) var places: [Place: Int] = [:]
  /// Where exactly the cases under way are.
  private(set) var stops: [String: Int] = [:]
  /// Cases about which services contradict each other, and how.
  private(set) var contradictions: [String: String] = [:]
  /// Cases that no service holds and the next one does not know: they are in its queue, or lost.
  private(set) var between: [Leg: [String: Int64]] = [:]
  /// On each way: when the latest case that has arrived was accepted.
  private(set) var arrived: [Leg: Int64] = [:]

  /// Messages that services have taken from their queues and not settled.
  let inHand: [Leg: Int]

  private let intake: ServiceBook
  private let classifier: ServiceBook
  private let router: ServiceBook
  private let notifier: ServiceBook
  /// Held messages by case: who holds them where.
  private var held: [String: [(service: String, message: HeldMessage)]] = [:]

  /// - Parameter aside: what the broker has put into its own dead letters, by the queue that it was in.
  init(
    intake: ServiceBook, classifier: ServiceBook, router: ServiceBook, notifier: ServiceBook,
    aside: [(queue: String, message: HeldMessage)] = []
  ) {
    self.intake = intake
    self.classifier = classifier
    self.router = router
    self.notifier = notifier
    inHand = [.classifier: classifier.inHand, .router: router.inHand, .notifier: notifier.inHand]
    let books = [("intake", intake), ("classifier", classifier), ("router", router), ("notifier", notifier)]
    for (service, book) in books {
      for message in book.messages { held[message.number, default: []].append((service, message)) }
    }
    for entry in aside { held[entry.message.number, default: []].append((entry.queue, entry.message)) }
    accepted = intake.cases.count
    for (number, known) in intake.cases { place(number, known) }
    for (service, book) in books.dropFirst() {
      for number in book.cases.keys where intake.cases[number] == nil {
        contradict(number, "\(service) knows it, intake does not")
      }
    }
  }

  private mutating func place(_ number: String, _ known: KnownCase) {
    note(.classifier, number, known, isThere: classifier.cases[number] != nil || router.cases[number] != nil)
    note(.router, number, known, isThere: router.cases[number] != nil)
    checkNotifier(number, known)
    guard let assignment = router.cases[number] else { return follow(number, known) }
    switch assignment.state {
    case CaseState.closed.rawValue: count(.closed)
    case CaseState.handedOn.rawValue: count(.handedOn)
    default: count(.withUnits)
    }
    if classifier.cases[number] == nil { contradict(number, "the router knows it, the classifier does not") }
  }

  /// Follows a case that the router does not know from intake on.
  private mutating func follow(_ number: String, _ known: KnownCase) {
    let onItsWay: Set = [CaseReceived.type.text, CaseClassified.type.text]
    let steps = held[number, default: []].filter { onItsWay.contains($0.message.type) && $0.service != "notifier" }
    if steps.contains(where: { $0.message.place == .dead && $0.service != "intake" }) { return count(.dead) }
    count(.underWay)
    if let stop = steps.first {
      return stops["\(stop.service)'s \(stop.message.place.rawValue)", default: 0] += 1
    }
    let isPast = ![CaseState.received.rawValue, CaseState.classified.rawValue].contains(known.state)
    if isPast { return contradict(number, "intake heard that it is \(known.state), the router does not know it") }
    let leg: Leg = classifier.cases[number] == nil ? .classifier : .router
    stops["queue \(leg.queue)", default: 0] += 1
    between[leg, default: [:]][number] = known.time
  }

  private mutating func checkNotifier(_ number: String, _ known: KnownCase) {
    let there = notifier.cases[number]
    note(.notifier, number, known, isThere: there != nil)
    let steps = held[number, default: []]
    guard let there else {
      let isHeld = steps.contains { step in
        step.message.type == CaseReceived.type.text
          && (step.service == "notifier" || (step.service == "intake" && step.message.place == .outbox))
      }
      if !isHeld { between[.notifier, default: [:]][number] = known.time }
      return
    }
    guard known.hasContact, !there.hasContact else { return }
    let isHeld = steps.contains { $0.message.type == ContactRecorded.type.text }
    if !isHeld { contradict(number, "intake has a contact for it, the notifier has none") }
  }

  private mutating func note(_ leg: Leg, _ number: String, _ known: KnownCase, isThere: Bool) {
    if isThere { arrived[leg] = max(arrived[leg] ?? 0, known.time) }
  }

  private mutating func count(_ place: Place) { places[place, default: 0] += 1 }

  private mutating func contradict(_ number: String, _ what: String) {
    contradictions[number] = contradictions[number].map { "\($0); \(what)" } ?? what
  }
}
