import Cases
import Foundation
import GRDB
import Operations
import RouterPolicy
import Messaging

/// What the router says of itself at `/status`.
struct RouterStatus {
  let books: BooksInForce
  let store: Store

  func add(to board: StatusBoard) {
    board.add("book") { [books] in Self.line(books.live.book, books.refusal(of: .live)) }
    board.add("candidate") { [books, pool = store.pool] in
      guard let book = books.candidate?.book else { return books.refusal(of: .candidate).map { "REFUSED: \($0)" } }
      let count = try? await pool.read { db in
        try Int.fetchOne(db, sql: "SELECT count(*) FROM differences WHERE candidate = ?", arguments: [book.id])
      }
      return Self.line(book, books.refusal(of: .candidate))
        + ", decides for \(Self.words(book.settings.trial)), \(count ?? 0) cases otherwise"
    }
    board.add("deadlines", DeadlineFigure(store: store).line)
    board.add("situations") { [pool = store.pool] in
      let count = try? await pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM situations WHERE is_noticed") }
      return count.flatMap { $0 }.flatMap { $0 == 0 ? nil : "\($0) noticed" }
    }
  }

  private static func line(_ book: RuleBook, _ refusal: String?) -> String {
    let text = "\(book.id), \(book.rules.count) rules"
    return refusal.map { "\(text); a newer one is REFUSED: \($0)" } ?? text
  }

  private static func words(_ trial: BookSettings.Trial) -> String {
    switch trial {
    case .shadow: "nobody (shadow)"
    case .provinces(let codes): "provinces \(codes.map(\.text).joined(separator: ", "))"
    case .all: "all"
    }
  }
}
