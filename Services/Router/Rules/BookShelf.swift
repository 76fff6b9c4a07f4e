import Cases
import NIOConcurrencyHelpers
import RouterCore

/// The book in force and the candidate beside it. It changes inside the writer's transaction only, and so
/// between two batches.
final class BookShelf: Sendable {
  struct Books: Sendable {
    var live: CaseMachine
    var candidate: CaseMachine?
  }

  private let books: NIOLockedValueBox<Books>
  private let refusals = NIOLockedValueBox<[String: String]>([:])

  init(_ live: CaseMachine) { books = NIOLockedValueBox(Books(live: live, candidate: nil)) }

  var live: CaseMachine { books.withLockedValue { $0.live } }
  var candidate: CaseMachine? { books.withLockedValue { $0.candidate } }

  /// Who decides about cases of a place: the candidate, where it is on trial for more than its shadow.
  func machine(for region: RegionCode?) -> CaseMachine {
    books.withLockedValue { books in
      guard let candidate = books.candidate, candidate.book.settings.trial.covers(region) else { return books.live }
      return candidate
    }
  }

  func put(live machine: CaseMachine) { books.withLockedValue { $0.live = machine } }
  func put(candidate machine: CaseMachine?) { books.withLockedValue { $0.candidate = machine } }

  /// The files of the book that has a role now.
  func files(of role: BookRole) -> BookFiles? {
    switch role {
    case .live: live.book.files
    case .candidate: candidate?.book.files
    }
  }

  /// Why the last book of a folder was refused; nil once one was taken.
  func note(refusal: String?, of role: BookRole) { refusals.withLockedValue { $0[role.rawValue] = refusal } }
  func refusal(of role: BookRole) -> String? { refusals.withLockedValue { $0[role.rawValue] } }
}

/// What a book is for.
enum BookRole: String, Sendable {
  case live, candidate
}
