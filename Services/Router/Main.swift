import ArgumentParser
import Cases
import Contract
import GRDB
import Messaging
import Operations
import RouterLifecycle
import RouterPolicy
import ServiceLifecycle

@main struct RouterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "router", abstract: "Gives a case to the unit that must answer, and watches it until it is closed.",
    version: BuildVersion.text,
    subcommands: [
      Serve<RouterMain>.self, Check<RouterMain>.self, RulesCommand.self, ExplainCommand.self, CalendarCommand.self,
    ] + RouterMain.commands, defaultSubcommand: Serve<RouterMain>.self)
}

enum RouterMain: ServiceMain {
  static let name = ServiceName.router.rawValue
  static let worksWithoutBroker = false
  static let ledger = ServiceLedger(cases: "SELECT number, state, state_since, 0 FROM assignments")

  static func migrate(_ migrator: inout DatabaseMigrator) { RouterSchema.register(&migrator) }

  /// A bad book must not stop the routing of cases: there may be a last good one.
  static func read(_ settings: RouterSettings) -> Result<RuleBook, any Error> {
    Result { try BookLoader.checked(settings.book) }
  }

  static func check(_ settings: RouterSettings, _ book: Result<RuleBook, any Error>) throws -> String {
    let book = try book.get()
    if let candidate = settings.candidate { _ = try BookLoader.checked(candidate) }
    return "\(book.id), \(book.rules.count) rules, \(book.units.all.count) units"
  }

  static func start(
    _ settings: RouterSettings, _ book: Result<RuleBook, any Error>, _ service: inout StageService,
    _ process: ServiceProcess
  ) async throws -> [any Service] {
    let (store, source) = (service.store, service.source)
    let (books, refusal) = try await books(book, settings, store)
    let loader = BookLoader(store: store, books: books, source: source, logger: process.logger)
    if let refusal {
      loader.refuse(refusal, .live)
    } else {
      try await loader.swap(to: books.live.book, as: .live)
    }
    // Before the first case: it may decide about some provinces. A bad one leaves the last good one where it is.
    if let candidate = settings.candidate { await loader.take(candidate, as: .candidate) }
    RouterStatus(books: books, store: store).add(to: process.board)
    service.consume(ServiceName.router.queue, with: RouteStage(books: books), process: process)
    service.consume(BrokerNames.repliesQueue, with: ReplyStage(books: books), process: process)
    return [
      TimerService(
        store: store, books: books, source: source, perSecond: settings.timersPerSecond, clock: service.clock,
        logger: process.logger),
      BookWatcher(loader: loader, live: settings.book, candidate: settings.candidate),
      DeadlineFigure(store: store),
    ]
  }

  /// The book of the files, or the last good one of the database.
  private static func books(
    _ book: Result<RuleBook, any Error>, _ settings: RouterSettings, _ store: Store
  ) async throws -> (BooksInForce, refusal: String?) {
    let candidate = try await settings.candidate == nil ? nil : last(.candidate, settings.book, store)
    do {
      let book = try book.get()
      // Read only where it is another: at most starts it is the same.
      if try await store.pool.read({ try BookTable.last(.live, in: $0) }) != book.id,
        let live = try await last(.live, settings.book, store)
      {
        try BookLoader.compare(book, with: live.book)
      }
      return (BooksInForce(CaseMachine(book: book), candidate: candidate), nil)
    } catch {
      guard let live = try await last(.live, settings.book, store) else { throw error }
      return (BooksInForce(live, candidate: candidate), "\(error)")
    }
  }

  private static func last(_ role: BookRole, _ source: BookSource, _ store: Store) async throws -> CaseMachine? {
    let files = try await store.pool.read { db in
      try BookTable.last(role, in: db).flatMap { try BookTable.find($0, in: db) }
    }
    return files.flatMap { try? RuleBook($0, source.reference()) }.map(CaseMachine.init)
  }
}
