import Cases
import NIOConcurrencyHelpers
import Operations
import RouterPolicy
import RouterLifecycle

/// The book in force and the candidate beside it. It changes inside the writer's transaction only, and so
/// between two batches.
final class BooksInForce: Sendable {
  struct Books: Sendable {
    var live: CaseMachine
    var candidate: CaseMachine?

    /// Who decides about cases of a place, and watches them: the candidate, where it is on trial for more than
    /// its shadow.
    func machine(for region: RegionCode?) -> CaseMachine {
      guard let candidate, candidate.book.settings.trial.covers(region) else { return live }
      return candidate
    }

    var trial: BookSettings.Trial? { candidate?.book.settings.trial }

    func with(_ machine: CaseMachine, as role: BookRole) -> Books {
      switch role {
      case .live: Books(live: machine, candidate: candidate)
      case .candidate: Books(live: live, candidate: machine)
      }
    }
  }

  private let box: NIOLockedValueBox<Books>
  private let refusals = NIOLockedValueBox<[String: String]>([:])

  private let figure = InForceFigure("book")

  init(_ live: CaseMachine, candidate: CaseMachine? = nil) {
    box = NIOLockedValueBox(Books(live: live, candidate: candidate))
    measure(live.book)
  }

  var books: Books { box.withLockedValue { $0 } }
  var live: CaseMachine { books.live }
  var candidate: CaseMachine? { books.candidate }

  func machine(for region: RegionCode?) -> CaseMachine { books.machine(for: region) }

  func put(_ books: Books) {
    box.withLockedValue { $0 = books }
    measure(books.live.book)
  }

  private func measure(_ book: RuleBook) {
    figure.put(book.id)
    RouteFigures.begin(book)
  }

  /// Whether a unit is one of either book's: a candidate may route to one that is its own.
  func knows(_ unit: UnitCode) -> Bool { live.units[unit] != nil || candidate?.units[unit] != nil }

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
