import Web
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import IntakeCore
import Logging
import NIOCore
import ServiceLifecycle
import Messaging

/// The public door: all ways in over HTTP.
struct IntakeServer: Service {
  let settings: IntakeSettings
  let catalogue: Catalogue
  let registrar: Registrar
  let attachments: AttachmentStore
  let store: Store
  let source: String
  let logger: Logger

  func run() async throws {
    let configuration = ApplicationConfiguration(
      address: .hostname(settings.host, port: settings.port), serverName: "disposisi", backlog: 4096)
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    let application = Application(
      router: routes(), server: try server(), configuration: configuration, logger: quiet)
    async let swept: Void = sweep()
    // A request whose body never comes must not hold up the end; its sender has been promised nothing.
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await application.run() }
      group.addTask {
        try? await gracefulShutdown()
        try? await Task.sleep(for: .milliseconds(600))
      }
      try await group.next()
      group.cancelAll()
    }
    await swept
  }

  /// What requests left that did not become a case: a process may die between a file and its row.
  private func sweep() async {
    await attachments.removeIncoming()
    var count = 0
    for prefix in 0..<256 where !Task.isEnding {
      do {
        count += try await attachments.sweep(String(format: "%02x", prefix)) { [store] id in
          try await store.pool.read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM attachments WHERE id = ?)", arguments: [id])
              ?? true
          }
        }
      } catch {
        logger.warning("attachments cannot be swept", metadata: ["reason": "\(error)"])
        return
      }
    }
    if count > 0 { logger.notice("attachments without a case removed", metadata: ["count": "\(count)"]) }
  }

  private func server() throws -> HTTPServerBuilder {
    let count = ConnectionCount(
      settings.connections, exempt: settings.access.proxies.union(settings.access.unlimited))
    let times = ConnectionTimes(
      request: .seconds(Int64(settings.requestSeconds)), answer: .seconds(Int64(settings.answerSeconds)))
    return try .guarded(count, times, certificate: settings.serverCertificate)
  }

  func routes() -> PeerRouter {
    let router = Hummingbird.Router(context: PeerContext.self, options: .autoGenerateHeadEndpoints)
    let access = Access(settings.access, store: store, logger: logger)
    router.addMiddleware {
      MetricsMiddleware()
      SecurityHeaders(isSecure: settings.isSecure)
      UnknownPaths(pages: catalogue.pages, logger: logger)
    }
    let bodies = BodyReader(attachments: attachments)
    let registration = ReportRegistration(
      catalogue: catalogue, registrar: registrar, attachments: attachments, bodies: bodies, logger: logger)
    CasesRoutes(registration: registration, access: access, store: store, publicAddress: settings.publicAddress)
      .addRoutes(to: router)
    AttachmentRoutes(attachments: attachments, access: access, store: store, logger: logger).addRoutes(to: router)
    Open311Routes(
      registration: registration, access: access, store: store, source: source, settings: settings
    ).addRoutes(to: router)
    FormRoutes(registration: registration, access: access, publicAddress: settings.publicAddress).addRoutes(to: router)
    TrackingRoutes(
      store: store, source: source, pages: catalogue.pages, bodies: bodies, access: access,
      publicAddress: settings.publicAddress, logger: logger
    ).addRoutes(to: router)
    let description = OpenAPI(services: catalogue.topics.map(\.code), address: settings.publicAddress).document
    let documents = DocumentCache()
    router.get("/openapi.json") { request, context in
      do {
        _ = try await access.enter(.look, request, context)
        return try documents.document("openapi") {
          ConstantDocument(ByteBuffer(string: try description.line() + "\n"), type: "application/json; charset=utf-8")
        }.answer(to: request)
      } catch {
        return try Response.errors(HTTPProblem(error, logger: logger))
      }
    }
    return router
  }
}
