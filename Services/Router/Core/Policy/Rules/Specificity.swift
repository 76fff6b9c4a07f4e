/// How specific a rule is. The more specific of two rules that fit a case decides it:
/// 1. the one with more conditions;
/// 2. with the same conditions, the one whose place and topic are at least as deep, and one of them deeper;
/// 3. with the same conditions and depth, the one that only holds where the other holds too.
/// Where none of that decides, the rules are in conflict, and a book with a conflict is refused.
package struct Specificity: Sendable, Equatable {
  package let conditions: Int
  /// 4 a village, 3 a kecamatan, 2 a kabupaten or kota, 1 a province, 0 any place.
  package let placeDepth: Int
  /// 2 a topic, 1 a group of topics, 0 any.
  package let topicDepth: Int
  /// Which conditions, a bit each.
  private let stated: UInt16

  init(_ conditions: Conditions) {
    stated = ConditionName.allCases.enumerated().reduce(0) { bits, name in
      conditions.wanted(name.element).isEmpty ? bits : bits | 1 << UInt16(name.offset)
    }
    self.conditions = stated.nonzeroBitCount
    placeDepth = conditions.places.map(\.depth).min() ?? 0
    topicDepth = conditions.topics.map(\.depth).min() ?? 0
  }

  /// Whether it beats another by the first two; the third needs the rules themselves.
  func exceeds(_ other: Specificity) -> Bool {
    if conditions != other.conditions { return conditions > other.conditions }
    guard stated == other.stated else { return false }
    return placeDepth >= other.placeDepth && topicDepth >= other.topicDepth
      && (placeDepth > other.placeDepth || topicDepth > other.topicDepth)
  }

  func equals(_ other: Specificity) -> Bool {
    stated == other.stated && placeDepth == other.placeDepth && topicDepth == other.topicDepth
  }
}

extension Specificity: CustomStringConvertible {
  package var description: String {
    let depths = [("place", placeDepth), ("topic", topicDepth)].filter { $0.1 > 0 }.map { "\($0.0) depth \($0.1)" }
    return (["\(conditions) condition\(conditions == 1 ? "" : "s")"] + depths).joined(separator: ", ")
  }
}

extension Rule {
  /// Whether it decides a case that both fit.
  package func isMoreSpecific(than other: Rule) -> Bool {
    if specificity.exceeds(other.specificity) { return true }
    return specificity.equals(other.specificity) && isContained(in: other) && !other.isContained(in: self)
  }

  /// Whether it only holds where the other holds.
  func isContained(in other: Rule) -> Bool {
    when.isContained(in: other.when) && validity.isContained(in: other.validity)
  }
}

extension Conditions {
  func isContained(in other: Conditions) -> Bool {
    func within<Value>(_ mine: [Value], _ theirs: [Value], _ covers: (Value, Value) -> Bool) -> Bool {
      theirs.isEmpty || (!mine.isEmpty && mine.allSatisfy { value in theirs.contains { covers($0, value) } })
    }
    return within(topics, other.topics) { $0.contains($1) } && within(kinds, other.kinds, ==)
      && within(places, other.places) { $0.contains($1) } && within(areas, other.areas, ==)
      && within(cooperatives, other.cooperatives, ==) && within(channels, other.channels, ==)
      && within(words, other.words, ==) && within(urgencies, other.urgencies, ==)
  }
}

extension PlaceCondition {
  func contains(_ other: PlaceCondition) -> Bool {
    switch (self, other) {
    case (.within(let mine), .within(let theirs)): mine.contains(theirs)
    case (.unknown, .unknown): true
    default: false
    }
  }
}
