import Cases
import Foundation
import Testing
import TestKit

@testable import RouterPolicy

/// What the index and the audit conclude, against looking at every case there is.
@Suite struct RandomBookTests {
  static let topics = ["ksp", "ksp.simpanan", "ksp.pinjaman", "kdmp.lahan"]
  static let regions = ["35", "35.78", "33", "unknown"]
  static let words = ["darurat", "massal", "sakit"]

  /// A small book, the same for the same seed.
  static func book(_ seed: UInt64) throws -> RuleBook {
    var generator = SeededGenerator(seed: seed)
    func some(_ list: [String], _ key: String, likely: Int) -> String? {
      guard Int.random(in: 0..<10, using: &generator) < likely else { return nil }
      let picked = list.filter { _ in Int.random(in: 0..<3, using: &generator) == 0 }
      return
        "\(key): [\((picked.isEmpty ? [list.randomElement(using: &generator) ?? ""] : picked).joined(separator: ", "))]"
    }
    let rules = (0..<Int.random(in: 2...6, using: &generator)).map { number in
      let when = [
        some(topics, "topic", likely: 8), some(regions, "region", likely: 4),
        some(CaseKind.allCases.map(\.rawValue), "kind", likely: 2),
        some(MembershipArea.allCases.map(\.rawValue) + ["unknown"], "membership_area", likely: 2),
        some(words, "words", likely: 2), some(["KSP A", "KSP B"], "cooperative", likely: 1),
        some(["mendesak", "biasa"], "urgency", likely: 1),
      ].compactMap { $0 }
      return TestBook.rule("r\(number)", when.isEmpty ? "topic: ksp" : when.joined(separator: ", "))
    }
    return try TestBook.make(rules.joined())
  }

  /// One case for each combination of values that the books above can tell apart.
  static let cases: [Facts] = {
    var cases: [Facts] = []
    for topic in ["ksp.simpanan", "ksp.pinjaman", "ksp.ilegal", "kdmp.lahan", "luar.lain"] {
      for place in ["35.78", "35.07", "33.74", "12.71", nil] {
        for kind in CaseKind.allCases {
          for area in [MembershipArea.regency, .province, .national, nil] {
            cases += manners.map { manner in
              var facts = TestBook.facts(topic, place, area, kind: kind)
              (facts.words, facts.cooperative, facts.urgency) = manner
              return facts
            }
          }
        }
      }
    }
    return cases
  }()

  /// All sets of words, with each cooperative and urgency.
  static let manners: [([String], String?, Urgency?)] = (0..<8).flatMap { set in
    let found = words.enumerated().filter { set & (1 << $0.offset) != 0 }.map(\.element)
    return ["ksp a", "ksp b", nil].flatMap { name in [Urgency.urgent, nil].map { (found, name, $0) } }
  }

  /// The rules that decide, found without the index.
  static func best(_ facts: Facts, _ book: RuleBook) -> Set<Int> {
    let fitting = book.rules.indices.filter { number in
      ConditionName.allCases.allSatisfy { book.rules[number].when.holds($0, for: facts) }
    }
    return Set(
      fitting.filter { number in
        !fitting.contains { book.rules[$0].isMoreSpecific(than: book.rules[number]) }
      })
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func indexAndAuditAgreeWithLookingAtEveryCase(seed: UInt64) throws {
    let book = try Self.book(seed)
    var decides: Set<Int> = []
    var isTorn = false
    for facts in Self.cases {
      let best = Self.best(facts, book)
      #expect(Set(book.index.best(facts, TestBook.today, book.rules)) == best, "\(facts.line)")
      if best.count > 1 { isTorn = true }
      decides.formUnion(best)
    }
    let audit = Audit(book, today: TestBook.today)
    let collisions = audit.conflicts()
    // A conflict in the cases is found; each that is found is shown by its witness.
    #expect(!isTorn || !collisions.isEmpty)
    for finding in collisions {
      let json = finding.witness.prefix { $0 != "}" } + "}"
      let facts = try EventCoding.decode(Facts.self, from: Data(json.utf8))
      #expect(book.decide(facts, on: TestBook.today).rule == "triase.conflict", "\(finding)")
    }
    let idle = Set(audit.unreachable().map(\.place.line))
    for number in book.rules.indices {
      #expect(idle.contains(book.rules[number].place.line) == !decides.contains(number), "\(book.rules[number].id)")
    }
  }

  /// Rules with dates, each with examples of what it decides on some day.
  static func datedBook(_ seed: UInt64) throws -> RuleBook {
    var generator = SeededGenerator(seed: seed)
    let days = (0...8).map { TestBook.today.adding(60 * $0 - 60) }
    let rules = (0..<4).map { number in
      let topic = topics.randomElement(using: &generator) ?? ""
      let region = Bool.random(using: &generator) ? ", region: \(regions.randomElement(using: &generator) ?? "")" : ""
      let dates = [days.randomElement(using: &generator), days.randomElement(using: &generator)].compactMap { $0 }
        .sorted()
      let isDated = number > 0 && Bool.random(using: &generator)
      return ("topic: \(topic)\(region)", isDated ? ", from: \(dates[0]), until: \(dates[1])" : "")
    }
    func text(_ examples: (Int) -> String) -> String {
      rules.enumerated().map { TestBook.rule("r\($0.offset)", $0.element.0, more: $0.element.1 + examples($0.offset)) }
        .joined()
    }
    let plain = try TestBook.make(text { _ in "" })
    let examples = rules.indices.map { number in
      let day = days.randomElement(using: &generator) ?? TestBook.today
      let facts = plainCases.filter { plain.decide($0, on: day).rule == "r\(number)" }.prefix(1)
      return facts.map { ", examples: [{given: \($0.line)}]" }.joined()
    }
    return try TestBook.make(text { examples[$0] })
  }

  static let plainCases = ["ksp.simpanan", "ksp.pinjaman", "ksp.ilegal", "kdmp.lahan"].flatMap { topic in
    ["35.78", "35.07", "33.74", "12.71", nil].map { TestBook.facts(topic, $0) }
  }

  /// The clock is moved over two years: a book that is good today is good on each later day, untouched.
  @Test func aGoodBookStaysGood() throws {
    var good = 0
    for seed in 0..<60 as Range<UInt64> {
      let book = try Self.datedBook(seed)
      guard Audit(book, today: TestBook.today).errors().isEmpty else { continue }
      good += book.rules.contains { $0.validity != .always } ? 1 : 0
      for later in stride(from: 1, through: 730, by: 29) {
        let errors = Audit(book, today: TestBook.today.adding(later)).errors()
        #expect(errors.isEmpty, "seed \(seed), after \(later) days: \(errors)")
      }
    }
    // Enough of both, or nothing is shown.
    #expect((5..<55).contains(good))
  }

  @Test func specificityIsAnOrder() throws {
    let rules = try (0..<12 as Range<UInt64>).flatMap { try Self.book($0).rules }
    for first in rules {
      #expect(!first.isMoreSpecific(than: first))
      for second in rules where first.isMoreSpecific(than: second) {
        #expect(!second.isMoreSpecific(than: first))
        for third in rules where second.isMoreSpecific(than: third) {
          #expect(first.isMoreSpecific(than: third), "\(first.when) \(second.when) \(third.when)")
        }
      }
    }
  }
}
