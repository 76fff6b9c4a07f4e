import Cases
import Foundation
import Logging
import Metrics
import RouterPolicy
import RouterLifecycle
import Messaging

/// Takes a book from its folder into force: read, checked, its examples tried, and only then swapped in.
struct BookLoader: Sendable {
  let store: Store
  let books: BooksInForce
  let source: String
  let logger: Logger

  /// - Returns: the book that a folder holds, fit for use.
  /// - Throws: `FileProblems`, `FileProblem` or `BookRefused`, with what is wrong.
  static func checked(_ source: BookSource) throws -> RuleBook {
    let book = try source.book()
    let errors = Audit(book, today: CaseMachine.today(Date())).errors()
    guard errors.isEmpty else { throw BookRefused(errors: errors) }
    return book
  }

  /// A file of rules that was renamed or deleted leaves a good book: so what the last one covered must be covered, or the
  /// book must say so.
  /// - Throws: `BookUncovers`
  static func compare(_ book: RuleBook, with last: RuleBook) throws {
    guard book.id != last.id else { return }
    let topics = Audit(book, today: CaseMachine.today(Date())).uncovered(since: last)
    guard topics.isEmpty else { throw BookUncovers(topics: topics.map(\.text)) }
  }

  /// Takes what a folder holds now; a bad book is refused, and the one in force stays.
  func take(_ source: BookSource, as role: BookRole) async {
    do {
      let book = try Self.checked(source)
      if role == .live { try Self.compare(book, with: books.live.book) }
      try await swap(to: book, as: role)
      books.note(refusal: nil, of: role)
      logger.notice("rule book taken", metadata: ["role": "\(role.rawValue)", "book": "\(book.id)"])
    } catch {
      refuse("\(error)", role)
    }
    measure()
  }

  func refuse(_ reason: String, _ role: BookRole) {
    books.note(refusal: String(reason.prefix(2000)), of: role)
    Counter(label: "disposisi_books_refused", dimensions: [("role", role.rawValue)]).increment()
    logger.error(
      "rule book refused; the last good one stays in force",
      metadata: ["role": "\(role.rawValue)", "reason": "\(reason.prefix(2000))"])
  }

  private func measure() {
    for role in [BookRole.live, .candidate] {
      Gauge(label: "disposisi_book_is_refused", dimensions: [("role", role.rawValue)])
        .record(books.refusal(of: role) == nil ? 0 : 1)
    }
    Gauge(label: "disposisi_book_rules").record(books.live.book.rules.count)
  }

  /// The swap is part of a transaction: no batch sees two books, and the books kept are those used.
  func swap(to book: RuleBook, as role: BookRole) async throws {
    let machine = CaseMachine(book: book)
    try await store.work(source: source) { [books] work in
      let last = try BookTable.last(role, in: work.db)
      try BookTable.keep(book, role, at: work.now, in: work.db)
      let before = books.books
      let after = before.with(machine, as: role)
      let isKnown = last.map { $0 == book.id } ?? true
      if before.trial != after.trial || (!isKnown && !Self.countsLike(last, book, work)) {
        try OpenCases(machine: after.machine).follow(work)
      }
      work.db.afterNextTransaction { _ in books.put(after) }
    }
  }

  /// Whether units, calendars and clocks are those of the last book, so that open cases stay as they are.
  private static func countsLike(_ last: String?, _ book: RuleBook, _ work: borrowing Work) -> Bool {
    let reference = RuleBook.ReferenceData(gazetteer: book.gazetteer, topics: book.topics)
    // A book that this version cannot read any more counts as another.
    let files = last.flatMap { try? BookTable.find($0, in: work.db) }
    return files.flatMap { try? RuleBook($0, reference) }.map(book.countsLike) ?? false
  }
}

/// A book that contradicts itself.
struct BookRefused: Error, CustomStringConvertible {
  let errors: [Finding]
  var description: String {
    let first = errors.prefix(3).map { "\($0.place): \($0.text)" }.joined(separator: "; ")
    return errors.count > 3 ? "\(first); and \(errors.count - 3) more: router rules check" : first
  }
}

/// A book that leaves to people what the one in force decided.
struct BookUncovers: Error, CustomStringConvertible {
  let topics: [String]
  var description: String {
    "no rule covers \(topics.joined(separator: ", ")) any more, which the book in force covers; perhaps a file of rules is"
      + " lost: add rules, or write `uncovered: [\(topics.joined(separator: ", "))]` in \(BookFiles.settingsName)"
  }
}
