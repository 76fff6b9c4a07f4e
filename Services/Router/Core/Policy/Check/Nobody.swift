import Cases
import StrictYAML

extension Audit {
  /// What a target depends on, beside the place and the area.
  private struct Relation: Hashable {
    let to: Target
    let ministry: UnitCode?
    let isVillage: Bool
  }

  /// Rules whose target means nobody in some case that they fit.
  func nobody() -> [Finding] {
    var gaps: [Relation: [(place: Int, area: Int)]] = [:]
    var findings: [Finding] = []
    for number in book.rules.indices {
      let rule = book.rules[number]
      for topic in domain.topics.indices where boxes[number].topics.contains(topic) {
        let code = domain.topics[topic]
        let relation = Relation(
          to: rule.to, ministry: rule.ministry,
          isVillage: book.settings.villageTopics.contains { $0.contains(code) })
        let empty = gaps[relation] ?? emptyCombinations(relation, code)
        gaps[relation] = empty
        guard !empty.isEmpty, let box = firstCase(of: number, topic, among: empty) else { continue }
        findings.append(nobody(rule, box))
        break
      }
      if findings.count >= Self.limit { break }
    }
    return findings
  }

  /// A case that the rule itself decides, and no more specific one.
  private func firstCase(of number: Int, _ topic: Int, among empty: [(place: Int, area: Int)]) -> Box? {
    let rule = book.rules[number]
    let stronger = overlaps.overlapping(number).filter { book.rules[$0].isMoreSpecific(than: rule) }.map { boxes[$0] }
    for (place, area) in empty where boxes[number].places.contains(place) && boxes[number].areas.contains(area) {
      var box = boxes[number]
      box.topics = Bits(count: domain.topics.count, [topic])
      box.places = Bits(count: domain.places.count, [place])
      box.areas = Bits(count: Domain.areas.count, [area])
      if box.isEmpty { return nil }
      // Too many pieces to look at: better a finding too much than a case that nobody gets.
      guard let rest = try? box.subtracting(all: stronger) else { return box }
      if let first = rest.first { return first }
    }
    return nil
  }

  private func nobody(_ rule: Rule, _ box: Box) -> Finding {
    Finding(
      .error, .noUnit, at: rule.place, "rule \(rule.id): `\(rule.to)` means nobody in some cases",
      witness: domain.witness(box)?.description ?? "",
      suggestion: rule.ministry == nil
        ? "add `ministry: UNIT`: who answers where the place is not known or the area is national"
        : "switch \(rule.ministry?.text ?? "") on, or name another unit")
  }

  private func emptyCombinations(_ relation: Relation, _ topic: TopicCode) -> [(place: Int, area: Int)] {
    var empty: [(place: Int, area: Int)] = []
    for (place, region) in domain.places.enumerated() {
      for (area, membershipArea) in Domain.areas.enumerated() {
        var facts = Facts(topic: topic, kind: .complaint)
        facts.region = region
        facts.membershipArea = membershipArea
        if book.resolver.resolve(relation.to, facts, ministry: relation.ministry) == nil { empty.append((place, area)) }
      }
    }
    return empty
  }

  /// Examples that the book does not decide as they say.
  func examples() -> [Finding] {
    // A conflict is told by itself, not by each example that meets it.
    let wrong = book.exampleResults(from: today).filter {
      !$0.isRight && $0.decision.rule != RuleBook.Triage.conflict.rawValue
    }
    return wrong.prefix(Self.limit).map { result in
      let what = result.isCounterexample ? "a counterexample" : "an example"
      let line = result.example.given.line
      let change = result.isChangedByDate ? "from \(result.day) on " : ""
      return Finding(
        .error, .wrongExample, at: result.example.place,
        "rule \(result.rule.id): \(what) is \(change)not decided as it says: \(result.problems.joined(separator: "; "))",
        witness: "\(line) on \(result.day)",
        suggestion: result.isChangedByDate
          ? dated(result)
          : "router explain --book FOLDER --facts '\(line)' tells why; then change the rule or the example")
    }
  }

  /// What to do with an example that is right until a date.
  private func dated(_ result: ExampleResult) -> String {
    let before = "give it the day that it speaks of, such as `on: \(result.day.adding(-1))`"
    guard book.rules.contains(where: { $0.id == result.decision.rule }) else { return before }
    return result.isCounterexample
      ? "\(before), or name the rule that decides it: `rule: \(result.decision.rule)`" : "\(before), or another case"
  }
}
