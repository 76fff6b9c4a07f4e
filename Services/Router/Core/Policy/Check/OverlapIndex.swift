import Cases

/// Finds the rules that can fit the same case as another, by topic, place and cooperative, without comparing
/// all with all.
struct OverlapIndex {
  /// A dimension's value as it is, or "somewhere below it".
  private struct Mark: Hashable {
    let id: Int32
    let isBelow: Bool
  }

  private struct Key: Hashable {
    let topic: Mark
    let place: Mark
    let cooperative: Mark
  }

  private var ids: [String: Int32] = ["": 0]
  private var buckets: [Key: [Int32]] = [:]
  private var keys: [[Path]] = []

  /// The values from a rule's own up to "any", as numbers.
  private struct Path {
    let topic: [Int32]
    let place: [Int32]
    let cooperative: [Int32]
  }

  init(_ rules: [Rule]) {
    for (number, rule) in rules.enumerated() {
      let paths = paths(rule.when)
      keys.append(paths)
      for path in paths { register(Int32(number), path) }
    }
  }

  private mutating func register(_ number: Int32, _ path: Path) {
    for topic in Self.registered(path.topic) {
      for place in Self.registered(path.place) {
        for cooperative in Self.registered(path.cooperative) {
          buckets[Key(topic: topic, place: place, cooperative: cooperative), default: []].append(number)
        }
      }
    }
  }

  /// The rules whose topic, place and cooperative can be those of a rule's case, without itself.
  func overlapping(_ number: Int) -> [Int] { found(keys[number]).subtracting([number]).sorted() }

  func overlapping(topic: TopicCode) -> [Int] {
    let chain = topic.chain.map { ids[$0] ?? -1 } + [0]
    return found([Path(topic: chain, place: [0], cooperative: [0])]).sorted()
  }

  private func found(_ paths: [Path]) -> Set<Int> {
    var found: Set<Int> = []
    for path in paths {
      for topic in Self.asked(path.topic) {
        for place in Self.asked(path.place) {
          for cooperative in Self.asked(path.cooperative) {
            for number in buckets[Key(topic: topic, place: place, cooperative: cooperative)] ?? [] {
              found.insert(Int(number))
            }
          }
        }
      }
    }
    return found
  }

  /// Where a value is filed: as itself, and below all that it lies in.
  private static func registered(_ path: [Int32]) -> [Mark] {
    [Mark(id: path[0], isBelow: false)] + path.dropFirst().map { Mark(id: $0, isBelow: true) }
  }

  /// Where a value's likes are found: what it lies in, and all below it.
  private static func asked(_ path: [Int32]) -> [Mark] {
    path.map { Mark(id: $0, isBelow: false) } + [Mark(id: path[0], isBelow: true)]
  }

  private mutating func paths(_ when: Conditions) -> [Path] {
    let topics: [[Int32]] = when.topics.isEmpty ? [[0]] : when.topics.map { path("t", $0.chain) }
    let places: [[Int32]] = when.places.isEmpty ? [[0]] : when.places.map { path("p", $0.chain) }
    let cooperatives: [[Int32]] = when.cooperatives.isEmpty ? [[0]] : when.cooperatives.map { path("c", [$0]) }
    return topics.flatMap { topic in
      places.flatMap { place in
        cooperatives.map { Path(topic: topic, place: place, cooperative: $0) }
      }
    }
  }

  private mutating func path(_ kind: String, _ chain: [String]) -> [Int32] {
    chain.map { part in
      let word = kind == "t" ? part : kind + part
      if let id = ids[word] { return id }
      let id = Int32(ids.count)
      ids[word] = id
      return id
    } + [0]
  }
}
