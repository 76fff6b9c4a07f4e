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
  let house: House
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

  /// With TLS where there is a certificate.
  private func server() throws -> HTTPServerBuilder {
    let count = ConnectionCount(
      settings.connections, exempt: settings.access.proxies.union(settings.access.unlimited))
    let times = ConnectionTimes(
      request: .seconds(Int64(settings.requestSeconds)), answer: .seconds(Int64(settings.answerSeconds)))
    // A connection that says nothing for so long is closed: half a request holds memory.
    let plain = HTTPServerBuilder.http1(
      configuration: .init(
        additionalChannelHandlers: [ConnectionGuard(count: count, times: times)], idleTimeout: .seconds(30),
        httpDecoderConfiguration: .init(
          maxHeaderFieldSize: 8_192, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100)))
    guard !settings.certificate.isEmpty else { return plain }
    return try .tls(plain, tlsConfiguration: DoorCertificate(settings).configuration())
  }

  func routes() -> DoorRouter {
    let router = Hummingbird.Router(context: DoorContext.self, options: .autoGenerateHeadEndpoints)
    let access = Access(settings.access, store: store, logger: logger)
    router.addMiddleware {
      MetricsMiddleware()
      CarefulHeaders(isSecure: settings.isSecure)
    }
    let bodies = BodyReader(attachments: attachments)
    let desk = Desk(house: house, registrar: registrar, attachments: attachments, bodies: bodies, logger: logger)
    CasesDoor(desk: desk, access: access, store: store, publicAddress: settings.publicAddress).addRoutes(to: router)
    Open311Door(desk: desk, access: access, store: store, publicAddress: settings.publicAddress).addRoutes(to: router)
    WebDoor(desk: desk, access: access, publicAddress: settings.publicAddress).addRoutes(to: router)
    TrackingDoor(
      store: store, source: source, pages: house.pages, bodies: bodies, access: access,
      publicAddress: settings.publicAddress, logger: logger
    ).addRoutes(to: router)
    let description = OpenAPI(services: house.topics.map(\.code), address: settings.publicAddress).document
    let shelf = DocumentShelf()
    router.get("/openapi.json") { request, context in
      do {
        _ = try await access.enter(.look, request, context)
        return try shelf.document("openapi") {
          ConstantDocument(ByteBuffer(string: try description.line() + "\n"), type: "application/json; charset=utf-8")
        }.answer(to: request)
      } catch {
        return try Response.errors(Refusal(error, logger: logger))
      }
    }
    return router
  }
}

/// What a browser must know to be careful with our pages.
struct CarefulHeaders<Context: RequestContext>: RouterMiddleware {
  /// Whether citizens reach us by https only.
  let isSecure: Bool

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response: Response
    do {
      response = try await next(request, context)
    } catch let error as any HTTPResponseError {
      // Such as a page that is not there.
      response = try error.response(from: request, context: context)
    }
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    // Not `no-referrer`: browsers would send our own forms without an origin then.
    response.headers[.referrerPolicy] = "same-origin"
    response.headers[.permissionsPolicy] = "camera=(), microphone=(), geolocation=()"
    response.headers[.crossOriginOpenerPolicy] = "same-origin"
    response.headers[.crossOriginResourcePolicy] = "same-origin"
    if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
