import Units
package import Cases
package import Foundation
import WorkingTime

/// An explanation in words: what decided, what it met, where it led, which days were counted.
package struct ExplanationText {
  private let book: RuleBook
  private let facts: Facts
  private let explanation: Explanation
  private let received: Date

  package init(_ book: RuleBook, _ facts: Facts, _ explanation: Explanation, received: Date) {
    self.book = book
    self.facts = facts
    self.explanation = explanation
    self.received = received
  }

  package var text: String {
    let decision = explanation.decision
    var lines = [
      ("case", facts.line), ("book", book.id), ("unit", "\(decision.unit.code)  \(decision.unit.name)"),
      ("cc", decision.cc.isEmpty ? "nobody" : decision.cc.map(\.text).joined(separator: ", ")),
      ("rule", explanation.winner.map { "\($0.id)  (\($0.place))" } ?? decision.rule),
    ]
    if let winner = explanation.winner { lines.append(("measure", winner.specificity.description)) }
    lines.append(("reason", decision.reason))
    if let winner = explanation.winner { lines += [("source", winner.source), ("owner", winner.owner.text)] }
    lines += explanation.conditions.map { ("condition", words($0)) }
    lines += decision.path.map { ("path", $0.english) }
    lines += deadline
    lines += explanation.misses.map { ("near miss", "\($0.rule.id): \(why($0))") }
    return lines.map { "\($0.0)\(String(repeating: " ", count: 11 - $0.0.count))\($0.1)\n" }.joined()
  }

  private func words(_ condition: Explanation.Condition) -> String {
    let wanted =
      condition.wanted.count > 5 ? "one of \(condition.wanted.count)" : condition.wanted.joined(separator: " or ")
    return "\(condition.name.rawValue) is \(wanted): \(condition.holds ? "yes" : "no"), the case has \(condition.found)"
  }

  private func why(_ miss: Explanation.Miss) -> String {
    miss.outdone.map { "\($0) (\(miss.rule.specificity))" } ?? miss.failed.map(words).joined(separator: "; ")
  }

  private var deadline: [(String, String)] {
    let decision = explanation.decision
    let clock = book.clock(of: decision.unit.code)
    let due = clock.deadline(decision.workingDays, after: received)
    let zone = decision.unit.zone
    let day = clock.day(of: received)
    let last = clock.dueDay(due)
    let time = clock.calendar.intervals(on: last).last?.end.description ?? ""
    return [
      (
        "deadline",
        "\(decision.deadlineName), \(decision.workingDays) working days after \(day): \(last) \(time) \(zone.rawValue)"
      )
    ]
      + clock.calendar.count(decision.workingDays, after: day).map { counted in
        ("", "\(counted.day) \(Self.weekdays[counted.day.weekday - 1])  \(Self.words(counted))")
      }
  }

  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  private static func words(_ counted: CountedDay) -> String {
    if let count = counted.count { return "\(count)" }
    return counted.holiday.map { "free: \($0.name) (\($0.kind.rawValue), \($0.source))" } ?? "free"
  }
}

extension ExplanationText {
  package var json: JSONValue {
    let decision = explanation.decision
    let due = book.clock(of: decision.unit.code).deadline(decision.workingDays, after: received)
    return [
      "facts": .text(facts.line), "book": .text(book.id), "unit": .text(decision.unit.code.text),
      "cc": .list(decision.cc.map { .text($0.text) }), "rule": .text(decision.rule),
      "measure": explanation.winner.map { .text($0.specificity.description) } ?? .null,
      "reason": .text(decision.reason), "source": explanation.winner.map { .text($0.source) } ?? .null,
      "owner": explanation.winner.map { .text($0.owner.text) } ?? .null,
      "conditions": .list(explanation.conditions.map { .text(words($0)) }),
      "path": .list(decision.path.map { .text($0.english) }), "deadline": .text(decision.deadlineName),
      "working_days": .integer(decision.workingDays), "due": .text(EventCoding.format(due)),
      "near_misses": .list(explanation.misses.map { ["rule": .text($0.rule.id), "why": .text(why($0))] }),
    ]
  }
}
