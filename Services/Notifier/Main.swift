import ArgumentParser
import Cases
import Contract
import NotifierCore
import Operations
import Messaging

@main struct NotifierCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notifier", abstract: "Tells reporters what becomes of their cases.", version: BuildVersion.text,
    subcommands: [
      Serve.self, Check.self, NoticesCommand.self, DeadCommand<Identity>.self, HeldCommand<Identity>.self,
      ResendCommand<Identity>.self, LedgerCommand<Identity>.self,
    ],
    defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = ServiceName.notifier.rawValue
  static let worksWithoutBroker = false
  /// Each case owes its reporter a receipt, whether it can be sent or not.
  static let ledger = ServiceLedger(
    cases: """
      SELECT number, 'received', owed_at, EXISTS (SELECT 1 FROM contacts WHERE number = notices.number)
      FROM notices WHERE kind = 'receipt'
      """)
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the service (the default).")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let settings = try NotifierSettings(&source)
    let texts = try NoticeTexts.shipped(trackingAddress: settings.trackingAddress)
    let process = try ServiceProcess(service: Identity.name, settings: settings.common)
    let store = try Store(path: settings.common.databasePath, migrate: NotifierSchema.register)
    let (wakeups, waker) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let wake: @Sendable () -> Void = { waker.yield() }
    var service = StageService(Identity.self, store: store, settings: settings.stage, process: process)
    service.consume(ServiceName.notifier.queue, with: NoticeStage(wakeDispatcher: wake), process: process)
    let dispatcher = Dispatcher(
      store: store, texts: texts,
      servers: (1...settings.connections).map { SMTPConnection(settings.mail, name: "smtp \($0)") },
      sender: settings.mail.sender, mailsPerDay: settings.mailsPerDay, wakeups: wakeups, wake: wake,
      logger: process.logger)
    try await process.run(service.services + [dispatcher])
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check settings and files without starting.")

  @OptionGroup var options: SettingsOptions

  func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = try NotifierSettings(&source)
    _ = try NoticeTexts.shipped(trackingAddress: settings.trackingAddress)
    print(source.printed(), terminator: "")
    print("ok")
  }
}
