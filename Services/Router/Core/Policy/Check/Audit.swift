package import WorkingTime

/// Everything that a book can be asked without a broker: exactly, for all cases there can be.
package struct Audit {
  let book: RuleBook
  let today: Day
  let domain: Domain
  let boxes: [Box]
  let overlaps: OverlapIndex

  package init(_ book: RuleBook, today: Day) {
    self.book = book
    self.today = today
    domain = Domain(book, today: today)
    boxes = book.rules.map(domain.box)
    overlaps = OverlapIndex(book.rules)
  }

  /// More findings of one kind than a person reads at a time are left out.
  static let limit = 50

  package func findings() -> [Finding] {
    let references = references() + unitTree() + calendarsAhead()
    return (references + duplicates() + conflicts() + unreachable() + uncovered() + nobody() + examples())
      .sorted { ($0.place, $0.kind.rawValue) < ($1.place, $1.kind.rawValue) }
  }

  /// What keeps a book from being used.
  package func errors() -> [Finding] { findings().filter { $0.severity == .error } }

  /// A case that a rule fits, for findings that concern the rule alone.
  func witness(_ number: Int) -> String {
    domain.witness(boxes[number])?.description ?? "none: the rule fits no case from \(today) on"
  }
}
