import ArgumentParser
import Cases
import Contract
import Foundation
import Logging
import Operations
import RouterPolicy
import RouterLifecycle
import Messaging

@main struct RouterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "router", abstract: "Gives a case to the unit that must answer, and watches it until it is closed.",
    version: BuildVersion.text,
    subcommands: [
      Serve.self, Check.self, RulesCommand.self, ExplainCommand.self, CalendarCommand.self,
      DeadCommand<Identity>.self, HeldCommand<Identity>.self, ResendCommand<Identity>.self,
      LedgerCommand<Identity>.self,
    ], defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = ServiceName.router.rawValue
  static let worksWithoutBroker = false
  static let ledger = ServiceLedger(cases: "SELECT number, state, state_since, 0 FROM assignments")
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the service (the default).")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let settings = try RouterSettings(&source)
    let process = try ServiceProcess(service: Identity.name, settings: settings.common)
    let store = try Store(path: settings.common.databasePath, migrate: RouterSchema.register)
    let (books, refusal) = try await Self.books(settings, store)
    var service = StageService(Identity.self, store: store, settings: settings.stage, process: process)
    let loader = BookLoader(store: store, books: books, source: service.source, logger: process.logger)
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
    let watchman = TimerService(
      store: store, books: books, source: service.source, perSecond: settings.timersPerSecond, clock: service.clock,
      logger: process.logger)
    let watcher = BookWatcher(loader: loader, live: settings.book, candidate: settings.candidate)
    try await process.run(service.services + [watchman, watcher])
  }

  /// A bad book must not stop the routing of cases: then the last good one is taken from the database.
  private static func books(_ settings: RouterSettings, _ store: Store) async throws -> (BooksInForce, refusal: String?)
  {
    let candidate = try await settings.candidate == nil ? nil : last(.candidate, settings.book, store)
    do {
      return (BooksInForce(CaseMachine(book: try BookLoader.checked(settings.book)), candidate: candidate), nil)
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

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check settings and files without starting.")

  @OptionGroup var options: SettingsOptions

  func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = try RouterSettings(&source)
    let book = try BookLoader.checked(settings.book)
    if let candidate = settings.candidate { _ = try BookLoader.checked(candidate) }
    print(source.printed(), terminator: "")
    print("ok: \(book.id), \(book.rules.count) rules, \(book.units.all.count) units")
  }
}
