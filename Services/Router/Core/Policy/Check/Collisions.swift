package import Cases
import StrictYAML
import Texts

extension Audit {
  /// Two rules of one name.
  func duplicates() -> [Finding] {
    let groups = Dictionary(grouping: book.rules.indices) { book.rules[$0].id }
    return groups.values.filter { $0.count > 1 }.map { numbers in
      let (first, second) = (book.rules[numbers[0]], book.rules[numbers[1]])
      return Finding(
        .error, .duplicate, at: second.place, "the rule \(second.id) stands also at \(first.place)",
        witness: witness(numbers[1]), suggestion: "give this one an id of its own")
    }
  }

  /// Rules that fit one case, of which none is more specific.
  func conflicts() -> [Finding] {
    var findings: [Finding] = []
    var found: [Collision] = []
    for number in book.rules.indices {
      for other in overlaps.overlapping(number) where other > number {
        do throws(TooIntricate) {
          if let box = try collision(number, other) { found.append(Collision(left: number, right: other, box: box)) }
        } catch {
          findings.append(intricate(book.rules[number], number))
        }
        if found.count + findings.count >= Self.limit { return findings + told(found) }
      }
    }
    return findings + told(found)
  }

  private struct Collision {
    let left: Int
    let right: Int
    let box: Box
  }

  /// The cases that two rules fit, and no more specific rule decides.
  private func collision(_ number: Int, _ other: Int) throws(TooIntricate) -> Box? {
    let (left, right) = (book.rules[number], book.rules[other])
    if left.isMoreSpecific(than: right) || right.isMoreSpecific(than: left) { return nil }
    let both = boxes[number].intersection(boxes[other])
    if both.isEmpty { return nil }
    let stronger = Set(overlaps.overlapping(number)).union(overlaps.overlapping(other)).filter {
      let rule = book.rules[$0]
      return rule.isMoreSpecific(than: left) || rule.isMoreSpecific(than: right)
    }
    return try both.subtracting(all: broadFirst(stronger)).first
  }

  /// A rule that collides with many is told once.
  private func told(_ collisions: [Collision]) -> [Finding] {
    var counts: [Int: Int] = [:]
    for collision in collisions {
      counts[collision.left, default: 0] += 1
      counts[collision.right, default: 0] += 1
    }
    let groups = Dictionary(grouping: collisions) { collision in
      (counts[collision.left] ?? 0) > (counts[collision.right] ?? 0) ? collision.left : collision.right
    }
    return groups.sorted { $0.key < $1.key }.flatMap { hub, group in
      guard group.count > 3, let first = group.first else {
        return group.map { conflict(book.rules[$0.left], book.rules[$0.right], $0.box) }
      }
      let partner = first.left == hub ? first.right : first.left
      return [conflict(book.rules[partner], book.rules[hub], first.box, others: group.count - 1)]
    }
  }

  private func conflict(_ left: Rule, _ right: Rule, _ box: Box, others: Int = 0) -> Finding {
    let isSame = left.when == right.when
    let names = ConditionName.allCases.filter { name in
      !left.when.wanted(name).isEmpty || !right.when.wanted(name).isEmpty
    }
    let sample = domain.witness(box)
    let needed = names.map { name in
      let wanted = [left, right].map { $0.when.wanted(name) }.filter { !$0.isEmpty }
      let both = wanted.count == 1 ? wanted[0] : [sample?.facts.found(name) ?? "..."]
      return "\(name.rawValue): \(both.count == 1 ? both[0] : "[\(both.joined(separator: ", "))]")"
    }
    let more = others > 0 ? "; so do \(others) other rules" : ""
    return Finding(
      .error, isSame ? .duplicate : .conflict, at: right.place,
      isSame
        ? "the rules \(left.id) (\(left.place)) and \(right.id) have the same conditions"
        : "the rules \(left.id) (\(left.place)) and \(right.id) fit the same case, and neither is more specific"
          + " (\(left.specificity); \(right.specificity))\(more)",
      witness: sample?.description ?? "",
      suggestion: isSame
        ? "delete one of them, or narrow its conditions or dates"
        : "narrow \(right.id), or write a rule for both: when: {\(needed.joined(separator: ", "))}")
  }

  /// Rules that more specific ones leave nothing to.
  func unreachable() -> [Finding] {
    var findings: [Finding] = []
    for number in book.rules.indices {
      let rule = book.rules[number]
      if boxes[number].days.isEmpty {
        findings.append(
          Finding(
            .warning, .expired, at: rule.place,
            "the rule \(rule.id) holds no more: until \(rule.validity.until?.description ?? "") ",
            witness: "none from \(today) on", suggestion: "delete it, or move `until`"))
        continue
      }
      let stronger = overlaps.overlapping(number).filter { book.rules[$0].isMoreSpecific(than: rule) }
      guard !stronger.isEmpty else { continue }
      do throws(TooIntricate) {
        guard try boxes[number].subtracting(all: broadFirst(stronger)).isEmpty else { continue }
        findings.append(unreachable(rule, number, stronger))
      } catch {
        findings.append(intricate(rule, number))
      }
      if findings.count >= Self.limit { break }
    }
    return findings
  }

  private func unreachable(_ rule: Rule, _ number: Int, _ stronger: [Int]) -> Finding {
    let sample = domain.witness(boxes[number])
    let winner = sample.map { book.decide($0.facts, on: $0.day).rule } ?? ""
    let names = stronger.prefix(3).map { book.rules[$0].id }.joined(separator: ", ")
    return Finding(
      .warning, .unreachable, at: rule.place,
      "the rule \(rule.id) never decides: more specific rules take all its cases (\(names)\(stronger.count > 3 ? ", ..." : ""))",
      witness: "\(sample.map(\.description) ?? ""): \(winner) decides it",
      suggestion: "delete \(rule.id), or give it a condition that the others do not have")
  }

  /// Cases of known topics that no rule fits.
  func uncovered() -> [Finding] {
    topicsToCover.compactMap { topic in
      let numbers = overlaps.overlapping(topic: topic)
      let place = numbers.first.map { book.rules[$0].place } ?? FileLocation(file: BookFiles.rulesFolder)
      do throws(TooIntricate) {
        guard let box = try domain.box(topic: topic).subtracting(all: broadFirst(numbers)).first else { return nil }
        return Finding(
          .warning, .uncovered, at: place, "no rule covers some cases of the topic \(topic): they go to triase",
          witness: domain.witness(box)?.description ?? "",
          suggestion: "add a rule with when: {topic: \(topic)} for all that is left, or write that it may be so:"
            + " `uncovered: [\(topic)]` in \(BookFiles.settingsName)")
      } catch {
        return numbers.first.map { intricate(book.rules[$0], $0) }
      }
    }
  }

  /// Topics of which this book leaves cases to `triase` and another did not: perhaps a file of rules is lost.
  package func uncovered(since other: RuleBook) -> [TopicCode] {
    let before = Audit(other, today: today)
    return topicsToCover.filter { other.topics.contains($0) && leavesCases(of: $0) && !before.leavesCases(of: $0) }
  }

  private var topicsToCover: [TopicCode] {
    book.topics.filter { topic in !book.settings.uncovered.contains { $0.contains(topic) } }
  }

  private func leavesCases(of topic: TopicCode) -> Bool {
    let rest = try? domain.box(topic: topic).subtracting(all: broadFirst(overlaps.overlapping(topic: topic)))
    return rest?.isEmpty == false
  }

  /// Rules with few conditions take the most away.
  private func broadFirst(_ numbers: some Collection<Int>) -> [Box] {
    numbers.sorted {
      let (left, right) = (book.rules[$0].specificity.conditions, book.rules[$1].specificity.conditions)
      return left != right ? left < right : $0 < $1
    }.map { boxes[$0] }
  }

  private func intricate(_ rule: Rule, _ number: Int) -> Finding {
    Finding(
      .warning, .tooIntricate, at: rule.place,
      "the rules around \(rule.id) cut each other into too many pieces to decide",
      witness: witness(number), suggestion: "split long lists of conditions into rules of their own")
  }
}
