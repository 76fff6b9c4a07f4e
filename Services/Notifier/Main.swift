import ArgumentParser
import Cases
import Contract
import GRDB
import Messaging
import NotifierCore
import Operations
import ServiceLifecycle

@main struct NotifierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notifier", abstract: "Tells reporters what becomes of their cases.", version: BuildVersion.text,
    subcommands: [
      Serve<NotifierMain>.self, Check<NotifierMain>.self, NoticesCommand.self, CallbacksCommand.self,
      ContactCommand.self, LooksCommand<NotifierMain>.self,
    ] + NotifierMain.commands,
    defaultSubcommand: Serve<NotifierMain>.self)
}

enum NotifierMain: ServiceMain {
  static let name = ServiceName.notifier.rawValue
  static let worksWithoutBroker = false
  /// Each case owes its reporter a receipt, whether it can be sent or not.
  static let ledger = ServiceLedger(
    cases: """
      SELECT number, 'received', owed_at, EXISTS (SELECT 1 FROM contacts WHERE number = notices.number)
      FROM notices WHERE kind = 'receipt'
      """)

  static func read(_ settings: NotifierSettings) throws -> NoticeTexts {
    let folder = settings.notices
    let names = Language.allCases.map(NoticeTexts.fileName)
    let own = folder.isEmpty ? [:] : try TextFolder.read(folder, names.contains)
    return try NoticeTexts(own: own, folder: folder, trackingAddress: settings.trackingAddress)
  }

  static func migrate(_ migrator: inout DatabaseMigrator) { NotifierSchema.register(&migrator) }

  static func check(_ settings: NotifierSettings, _ texts: NoticeTexts) -> String { "" }

  static func tryOnline(_ settings: NotifierSettings) async -> [OnlineFinding] {
    [await SMTPConnection(settings.mail, name: "notifier check").tried()]
      + (settings.mailAuthorities.map { [$0.tried()] } ?? [])
  }

  static func start(
    _ settings: NotifierSettings, _ texts: NoticeTexts, _ service: inout StageService, _ process: ServiceProcess
  ) async throws -> [any Service] {
    let (wakeups, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let wake: @Sendable () -> Void = { waker.yield() }
    if let authorities = settings.mailAuthorities {
      process.readiness.add("certificate", .degraded) { authorities.problem() }
    }
    let callbacks = CallbackFigure(store: service.store)
    process.board.add("callbacks", callbacks.line)
    service.consume(ServiceName.notifier.queue, with: NoticeStage(wakeDispatcher: wake), process: process)
    return [
      callbacks,
      Dispatcher(
        store: service.store, texts: texts,
        servers: (1...settings.connections).map { SMTPConnection(settings.mail, name: "smtp \($0)") },
        sender: settings.mail.sender, mailsPerDay: settings.mailsPerDay, wakeups: wakeups, wake: wake,
        unfinished: process.unfinished, logger: process.logger),
    ]
  }
}
