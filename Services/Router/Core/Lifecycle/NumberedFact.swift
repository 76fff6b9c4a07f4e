import Cases

/// A fact with its place in the case's history.
package struct NumberedFact: Sendable, Equatable {
  package let sequence: Int
  package let fact: CaseFact

  package init(sequence: Int, fact: CaseFact) {
    self.sequence = sequence
    self.fact = fact
  }
}

extension Assignment {
  /// Goes on by these facts: each has the next number.
  mutating func number(_ facts: [CaseFact]) -> [NumberedFact] {
    facts.map { fact in
      sequence += 1
      return NumberedFact(sequence: sequence, fact: fact)
    }
  }
}
