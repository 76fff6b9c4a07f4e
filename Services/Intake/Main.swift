import ArgumentParser
import Cases
import Contract
import GRDB
import Messaging
import Operations
import ServiceLifecycle

@main struct IntakeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intake", abstract: "The doors: takes cases in over HTTP and shows where they stand.",
    version: BuildVersion.text,
    subcommands: [
      Serve<IntakeMain>.self, Check<IntakeMain>.self, KeysCommand.self, AttachmentsCommand.self,
      LooksCommand<IntakeMain>.self,
    ]
      + IntakeMain.commands,
    defaultSubcommand: Serve<IntakeMain>.self)
}

enum IntakeMain: ServiceMain {
  static let name = ServiceName.intake.rawValue
  static let worksWithoutBroker = true
  static let ledger = ServiceLedger(
    cases: """
      SELECT number, state, received_at, EXISTS (SELECT 1 FROM contacts WHERE number = cases.number) FROM cases
      """)

  static let files: NamedFiles? = NamedFiles(folder: "attachments") { try AttachmentTable.paths(in: $0) }

  static func ports(_ settings: IntakeSettings) -> [PortSetting] {
    [PortSetting(name: "INTAKE_HTTP_PORT", host: settings.host, port: settings.port)]
  }

  static func read(_ settings: IntakeSettings) throws -> Catalogue { try Catalogue(settings) }

  static func migrate(_ migrator: inout DatabaseMigrator) { IntakeSchema.register(&migrator) }

  static func check(_ settings: IntakeSettings, _ catalogue: Catalogue) throws -> String {
    _ = try settings.serverCertificate?.configuration()
    return "\(catalogue.topics.count) services, \(catalogue.gazetteer.all.count) places"
  }

  static func tryOnline(_ settings: IntakeSettings) -> [OnlineFinding] {
    settings.certificateFile.map { [$0.tried()] } ?? []
  }

  static func start(
    _ settings: IntakeSettings, _ catalogue: Catalogue, _ service: inout StageService, _ process: ServiceProcess
  ) async throws -> [any Service] {
    let store = service.store
    if let certificate = settings.certificateFile {
      process.readiness.add("certificate", .degraded) { certificate.problem() }
    }
    service.consume(ServiceName.intake.queue, with: PublicStage(), process: process)
    return [
      IntakeServer(
        settings: settings, catalogue: catalogue,
        registrar: Registrar(store: store, source: service.source),
        attachments: AttachmentStore(
          folder: settings.common.dataDirectory + "/attachments", limits: settings.attachments),
        store: store, source: service.source, logger: process.logger)
    ]
  }
}
