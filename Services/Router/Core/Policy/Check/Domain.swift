import Cases
import WorkingTime

/// All that can be told apart in cases: every value that a rule names, and one that stands for each group of
/// the rest. Domains are finite, so what holds for these holds for all cases.
struct Domain {
  let topics: [TopicCode]
  /// nil is a place that is not known.
  let places: [RegionCode?]
  /// The last one stands for all that no rule names.
  let cooperatives: [String?]
  let channels: [Channel?]
  /// The first day of each stretch in which the same rules hold; the first is today.
  let days: [Day]
  static let kinds = CaseKind.allCases
  static let areas: [MembershipArea?] = [.regency, .province, .national, nil]
  static let urgencies = Urgency.allCases
  private let topicNumbers: [String: [Int]]
  private let placeNumbers: [String: [Int]]
  private let cooperativeNumbers: [String: Int]

  init(_ book: RuleBook, today: Day) {
    let named = book.rules.flatMap(\.when.topics)
    topics = Set(book.topics + named.filter { topic in !book.topics.contains { topic.contains($0) } }).sorted()
    var codes = Set(book.gazetteer.all.map(\.code))
    for case .within(let region) in book.rules.flatMap(\.when.places)
    where book.gazetteer[region.regency ?? region] != nil {
      codes.insert(region)
    }
    places = codes.sorted().map { $0 } + [nil]
    cooperatives = Set(book.rules.flatMap(\.when.cooperatives)).sorted().map { $0 } + [nil]
    channels = Channel.allCases.map { $0 } + [nil]
    days = book.stretches(from: today)
    var topicNumbers: [String: [Int]] = [:]
    for (number, topic) in topics.enumerated() {
      for part in topic.chain { topicNumbers[part, default: []].append(number) }
    }
    self.topicNumbers = topicNumbers
    var placeNumbers: [String: [Int]] = [:]
    for (number, place) in places.enumerated() {
      for part in place?.chain ?? [PlaceCondition.unknownKey] { placeNumbers[part, default: []].append(number) }
    }
    self.placeNumbers = placeNumbers
    cooperativeNumbers = Dictionary(
      uniqueKeysWithValues: cooperatives.enumerated().compactMap { number, name in
        name.map { ($0, number) }
      })
  }

  /// Every case there can be.
  var everything: Box {
    Box(
      topics: Bits(all: topics.count), places: Bits(all: places.count), kinds: Bits(all: Self.kinds.count),
      areas: Bits(all: Self.areas.count), cooperatives: Bits(all: cooperatives.count),
      channels: Bits(all: channels.count), urgencies: Bits(all: Self.urgencies.count), days: Bits(all: days.count),
      words: WordsCondition())
  }

  func box(topic: TopicCode) -> Box {
    var box = everything
    box.topics = Bits(count: topics.count, topicNumbers[topic.text] ?? [])
    return box
  }

  /// The cases that a rule fits.
  func box(_ rule: Rule) -> Box {
    var box = everything
    let when = rule.when
    if !when.topics.isEmpty {
      box.topics = Bits(count: topics.count, when.topics.flatMap { topicNumbers[$0.text] ?? [] })
    }
    if !when.places.isEmpty {
      box.places = Bits(count: places.count, when.places.flatMap { placeNumbers[$0.key] ?? [] })
    }
    if !when.kinds.isEmpty { box.kinds = bits(Self.kinds, where: when.kinds.contains) }
    if !when.areas.isEmpty { box.areas = bits(Self.areas, where: when.areas.contains) }
    if !when.cooperatives.isEmpty {
      box.cooperatives = Bits(count: cooperatives.count, when.cooperatives.compactMap { cooperativeNumbers[$0] })
    }
    if !when.channels.isEmpty { box.channels = bits(channels) { $0.map(when.channels.contains) ?? false } }
    if !when.urgencies.isEmpty { box.urgencies = bits(Self.urgencies, where: when.urgencies.contains) }
    box.days = bits(days, where: rule.validity.contains)
    if !when.words.isEmpty { box.words.required = [when.words] }
    return box
  }

  private func bits<Value>(_ values: [Value], where holds: (Value) -> Bool) -> Bits {
    Bits(count: values.count, values.indices.filter { holds(values[$0]) })
  }

  /// One case out of a box: the plainest there is.
  func witness(_ box: Box) -> Witness? {
    guard let topic = box.topics.members.first, let kind = box.kinds.members.first, let day = box.days.members.first
    else { return nil }
    let placeNumbers = box.places.members
    let place = placeNumbers.first { places[$0]?.regency != nil } ?? placeNumbers.first
    let channelNumbers = box.channels.members
    var facts = Facts(topic: topics[topic], kind: Self.kinds[kind])
    facts.region = place.flatMap { places[$0] }
    facts.membershipArea = box.areas.members.last.flatMap { Self.areas[$0] }
    facts.cooperative = box.cooperatives.members.last.flatMap { cooperatives[$0] }
    if !box.channels.contains(channels.count - 1) { facts.channel = channelNumbers.first.flatMap { channels[$0] } }
    if let urgency = box.urgencies.members.first, Self.urgencies[urgency] != .ordinary {
      facts.urgency = Self.urgencies[urgency]
    }
    facts.words = box.words.sample
    return Witness(facts: facts, day: days[day])
  }
}
