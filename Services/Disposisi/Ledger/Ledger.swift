import AMQP
import Cases
import Contract

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

  /// Who lacks what, and who must say it again. Also a way between two services: while nobody holds the case, it may be
  /// in the hearer's queue.
  struct Lack: Hashable {
    let hearer: ServiceName
    let owner: ServiceName

    static let classifier = Lack(hearer: .classifier, owner: .intake)
    static let router = Lack(hearer: .router, owner: .classifier)
    static let notifier = Lack(hearer: .notifier, owner: .intake)
    static let publicState = Lack(hearer: .intake, owner: .router)
    static let intake = Lack(hearer: .intake, owner: .classifier)
  }

  struct Contradiction: Equatable {
    var what: String
    var lacks: Set<Lack>
  }

  private(set) var accepted = 0
  private(set) var places: [Place: Int] = [:]
  /// Where exactly the cases under way are.
  private(set) var stops: [String: Int] = [:]
  /// Cases about which services contradict each other, and how.
  private(set) var contradictions: [String: Contradiction] = [:]
  /// Cases that no service holds and the next one does not know: they are in its queue, or lost.
  private(set) var between: [Lack: [String: Int64]] = [:]
  /// On each way: when the latest case that has arrived was accepted.
  private(set) var arrived: [Lack: Int64] = [:]

  /// Messages that services have taken from their queues and not settled.
  let inHand: [ServiceName: Int]

  private let books: [ServiceName: ServiceSnapshot]
  /// Held messages by case: who holds them where.
  private var held: [String: [(service: String, message: HeldMessage)]] = [:]

  /// - Parameter aside: what the broker has put into its own dead letters, by the queue that it was in.
  init(_ books: [ServiceName: ServiceSnapshot], aside: [(queue: String, message: HeldMessage)] = []) {
    self.books = books
    inHand = books.mapValues(\.inHand)
    for (service, book) in books {
      for message in book.messages { held[message.number, default: []].append((service.rawValue, message)) }
    }
    for entry in aside { held[entry.message.number, default: []].append((entry.queue, entry.message)) }
    accepted = books[.intake]?.cases.count ?? 0
    for (number, known) in books[.intake]?.cases ?? [:] { place(number, known) }
    for service in ServiceName.allCases where service != .intake {
      for number in (books[service]?.cases ?? [:]).keys where known(number, .intake) == nil {
        contradict(number, "\(service.rawValue) knows it, intake does not", [.intake, .publicState])
      }
    }
  }

  private func known(_ number: String, _ service: ServiceName) -> KnownCase? { books[service]?.cases[number] }

  private mutating func place(_ number: String, _ accepted: KnownCase) {
    let (atClassifier, atRouter) = (known(number, .classifier), known(number, .router))
    note(.classifier, accepted, isThere: atClassifier != nil || atRouter != nil)
    note(.router, accepted, isThere: atRouter != nil)
    checkNotifier(number, accepted)
    guard let atRouter else { return follow(number, accepted) }
    if isHeld(number, by: "router", in: .outbox, CaseRouted.type) {
      // Decided, and no unit has it yet.
      count(.underWay)
      stops["router's outbox", default: 0] += 1
    } else {
      switch atRouter.state {
      case CaseState.closed.rawValue: count(.closed)
      case CaseState.handedOn.rawValue: count(.handedOn)
      default: count(.withUnits)
      }
    }
    if atClassifier == nil { contradict(number, "the router knows it, the classifier does not", [.classifier]) }
    checkPublicState(number, accepted, atRouter)
  }

  /// What citizens see follows the router, but for what is on its way to intake.
  private mutating func checkPublicState(_ number: String, _ accepted: KnownCase, _ atRouter: KnownCase) {
    guard accepted.state != atRouter.state else { return note(.publicState, atRouter, isThere: true) }
    let steps = held[number, default: []]
    let isHeld = steps.contains { step in
      step.service == "intake" && step.message.place != .outbox
        || step.service == "router" && step.message.place == .outbox
    }
    if !isHeld { between[.publicState, default: [:]][number] = atRouter.time }
  }

  /// The services that a case passes until a unit has it: what others could not handle of it does not stop it.
  private static let way = Set([ServiceName.intake, .classifier, .router].map(\.rawValue))

  /// Follows a case that the router does not know from intake on.
  private mutating func follow(_ number: String, _ accepted: KnownCase) {
    let onItsWay: Set = [CaseReceived.type.text, CaseClassified.type.text]
    let steps = held[number, default: []].filter { onItsWay.contains($0.message.type) && Self.way.contains($0.service) }
    if steps.contains(where: { $0.message.place == .dead && $0.service != "intake" }) { return count(.dead) }
    count(.underWay)
    if let stop = steps.first {
      return stops["\(stop.service)'s \(stop.message.place.rawValue)", default: 0] += 1
    }
    let isPast = ![CaseState.received.rawValue, CaseState.classified.rawValue].contains(accepted.state)
    if isPast {
      let what = "intake heard that it is \(accepted.state), the router does not know it"
      return contradict(number, what, [known(number, .classifier) == nil ? .classifier : .router])
    }
    let lack: Lack = known(number, .classifier) == nil ? .classifier : .router
    stops["queue \(lack.hearer.queue)", default: 0] += 1
    between[lack, default: [:]][number] = accepted.time
  }

  private mutating func checkNotifier(_ number: String, _ accepted: KnownCase) {
    let there = known(number, .notifier)
    note(.notifier, accepted, isThere: there != nil)
    guard let there else {
      let isOnItsWay =
        isHeld(number, by: "notifier", in: nil, CaseReceived.type)
        || isHeld(number, by: "intake", in: .outbox, CaseReceived.type)
      if !isOnItsWay { between[.notifier, default: [:]][number] = accepted.time }
      return
    }
    guard accepted.hasContact, !there.hasContact else { return }
    let isOnItsWay = held[number, default: []].contains { $0.message.type == ContactRecorded.type.text }
    if !isOnItsWay { contradict(number, "intake has a contact for it, the notifier has none", [.notifier]) }
  }

  private func isHeld(_ number: String, by service: String, in place: HeldMessage.Place?, _ type: EventType) -> Bool {
    held[number, default: []].contains { step in
      step.service == service && step.message.type == type.text && (place == nil || step.message.place == place)
    }
  }

  private mutating func note(_ lack: Lack, _ known: KnownCase, isThere: Bool) {
    if isThere { arrived[lack] = max(arrived[lack] ?? 0, known.time) }
  }

  private mutating func count(_ place: Place) { places[place, default: 0] += 1 }

  private mutating func contradict(_ number: String, _ what: String, _ lacks: Set<Lack>) {
    let before = contradictions[number]
    contradictions[number] = Contradiction(
      what: before.map { "\($0.what); \(what)" } ?? what, lacks: lacks.union(before?.lacks ?? []))
  }
}
