package import Cases
package import Texts

/// Whether a rule's examples show that a condition matters: each of its values met by an example, and a counterexample that
/// misses by this condition alone.
package struct Coverage: Sendable {
  package let rule: String
  package let place: FileLocation
  package let condition: ConditionName
  /// Values that no example of the rule meets.
  package let untried: [String]
  /// Whether a counterexample fits the rule but for this condition.
  package let isMissed: Bool

  package var isFull: Bool { untried.isEmpty && isMissed }

  package var text: String {
    let gaps =
      (untried.isEmpty ? [] : ["no example has \(untried.joined(separator: ", "))"])
      + (isMissed ? [] : ["no counterexample differs in it alone"])
    return "\(place)  \(rule)  \(condition.rawValue): \(gaps.isEmpty ? "exercised" : gaps.joined(separator: "; "))"
  }

  package var json: JSONValue {
    [
      "rule": .text(rule), "file": .text(place.file), "line": place.line.map(JSONValue.integer) ?? .null,
      "condition": .text(condition.rawValue), "untried": .list(untried.map { .text($0) }),
      "counterexample": .bool(isMissed),
    ]
  }
}

extension RuleBook {
  /// A row for each condition that a rule states.
  package func coverage() -> [Coverage] {
    rules.flatMap { rule in
      rule.when.stated.map { name in
        let others = rule.when.stated.filter { $0 != name }
        let values = rule.when.wanted(name)
        let untried = values.indices.filter { position in
          let one = rule.when.narrowed(name, to: position)
          return !rule.examples.contains { one.holds(name, for: $0.given) }
        }
        let isMissed = rule.counterexamples.contains { example in
          !rule.when.holds(name, for: example.given)
            && others.allSatisfy { rule.when.holds($0, for: example.given) }
        }
        return Coverage(
          rule: rule.id, place: rule.place, condition: name, untried: untried.map { values[$0] }, isMissed: isMissed)
      }
    }
  }
}

extension Conditions {
  /// The same, but with one value of a condition.
  fileprivate func narrowed(_ name: ConditionName, to position: Int) -> Conditions {
    var one = self
    switch name {
    case .topic: one.topics = [topics[position]]
    case .kind: one.kinds = [kinds[position]]
    case .region: one.places = [places[position]]
    case .membershipArea: one.areas = [areas[position]]
    case .cooperative: one.cooperatives = [cooperatives[position]]
    case .channel: one.channels = [channels[position]]
    case .words: one.words = [words[position]]
    case .urgency: one.urgencies = [urgencies[position]]
    }
    return one
  }
}
