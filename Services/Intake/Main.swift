import ArgumentParser
import Cases
import Contract
import IntakeCore
import Operations
import Places
import Messaging
import Texts
import Topics

@main struct IntakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intake", abstract: "The doors: takes cases in over HTTP and shows where they stand.",
    version: BuildVersion.text,
    subcommands: [
      Serve.self, Check.self, KeysCommand.self, DeadCommand<Identity>.self, HeldCommand<Identity>.self,
      ResendCommand<Identity>.self, LedgerCommand<Identity>.self,
    ],
    defaultSubcommand: Serve.self)
}

enum Identity: ServiceIdentity {
  static let name = ServiceName.intake.rawValue
  static let worksWithoutBroker = true
  static let ledger = ServiceLedger(
    cases: """
      SELECT number, state, received_at, EXISTS (SELECT 1 FROM contacts WHERE number = cases.number) FROM cases
      """)
}

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Run the service (the default).")

  @OptionGroup var options: SettingsOptions

  func run() async throws {
    var source = try options.source(for: Identity.name)
    let settings = try IntakeSettings(&source)
    let catalogue = try Catalogue(settings)
    let door = PortSetting(name: "INTAKE_HTTP_PORT", host: settings.host, port: settings.port)
    let process = try ServiceProcess(service: Identity.name, settings: settings.common, ports: [door])
    let store = try Store(path: settings.common.databasePath, migrate: IntakeSchema.register)
    var service = StageService(Identity.self, store: store, settings: settings.stage, process: process)
    service.consume(ServiceName.intake.queue, with: PublicStage(), process: process)
    let server = IntakeServer(
      settings: settings, catalogue: catalogue,
      registrar: Registrar(store: store, source: service.source),
      attachments: AttachmentStore(
        folder: settings.common.dataDirectory + "/attachments", limits: settings.attachments),
      store: store, source: service.source, logger: process.logger)
    try await process.run(service.services + [server])
  }
}

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check settings and files without starting.")

  @OptionGroup var options: SettingsOptions

  func run() throws {
    var source = try options.source(for: Identity.name)
    let settings = try IntakeSettings(&source)
    let catalogue = try Catalogue(settings)
    _ = try settings.serverCertificate?.configuration()
    print(source.printed(), terminator: "")
    print("ok: \(catalogue.topics.count) services, \(catalogue.gazetteer.all.count) places")
  }
}
