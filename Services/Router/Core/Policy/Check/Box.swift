/// A set of cases: those whose topic is one of these, and whose place is one of these, and so on.
struct Box {
  var topics: Bits
  var places: Bits
  var kinds: Bits
  var areas: Bits
  var cooperatives: Bits
  var channels: Bits
  var urgencies: Bits
  var days: Bits
  var words: WordsCondition

  private static let dimensions: [any WritableKeyPath<Box, Bits> & Sendable] = [
    \.kinds, \.areas, \.urgencies, \.channels, \.days, \.topics, \.cooperatives, \.places,
  ]

  func isDisjoint(with other: Box) -> Bool {
    for dimension in Self.dimensions where self[keyPath: dimension].isDisjoint(with: other[keyPath: dimension]) {
      return true
    }
    return !words.adding(other.words).isPossible
  }

  func intersection(_ other: Box) -> Box {
    var result = self
    for dimension in Self.dimensions {
      result[keyPath: dimension] = self[keyPath: dimension].intersection(other[keyPath: dimension])
    }
    result.words = words.adding(other.words)
    return result
  }

  var isEmpty: Bool { Self.dimensions.contains { self[keyPath: $0].isEmpty } || !words.isPossible }

  /// What is left without a rule's box, as boxes that do not overlap.
  func subtracting(_ other: Box) -> [Box] {
    guard !isDisjoint(with: other) else { return [self] }
    var pieces: [Box] = []
    var rest = self
    for dimension in Self.dimensions {
      let outside = rest[keyPath: dimension].subtracting(other[keyPath: dimension])
      if !outside.isEmpty {
        var piece = rest
        piece[keyPath: dimension] = outside
        pieces.append(piece)
      }
      rest[keyPath: dimension] = rest[keyPath: dimension].intersection(other[keyPath: dimension])
    }
    // Outside of "one of these words" is "none of these words".
    for list in other.words.required {
      var piece = rest
      piece.words.forbidden.formUnion(list)
      if piece.words.isPossible { pieces.append(piece) }
      rest.words.required.append(list)
    }
    return pieces
  }

  /// What is left without all of some boxes.
  /// - Throws: `TooIntricate` rather than to go on for ever.
  func subtracting(all others: [Box]) throws(TooIntricate) -> [Box] {
    var pieces = [self]
    for other in others {
      pieces = pieces.flatMap { $0.subtracting(other) }
      if pieces.isEmpty { return [] }
      guard pieces.count <= TooIntricate.limit else { throw TooIntricate() }
    }
    return pieces
  }
}

/// Rules that cut each other into too many pieces to look at each.
struct TooIntricate: Error {
  static let limit = 20_000
}

/// Which words a case has: at least one of each list, and none of the forbidden.
struct WordsCondition {
  var required: [[String]] = []
  var forbidden: Set<String> = []

  var isPossible: Bool { required.allSatisfy { list in list.contains { !forbidden.contains($0) } } }

  func adding(_ other: WordsCondition) -> WordsCondition {
    WordsCondition(required: required + other.required, forbidden: forbidden.union(other.forbidden))
  }

  var sample: [String] {
    Set(required.compactMap { list in list.first { !forbidden.contains($0) } }).sorted()
  }
}
