import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Logging
import ServiceLifecycle
import Stage

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
      address: .hostname(settings.host, port: settings.port), serverName: "disposisi", backlog: 1024)
    var quiet = logger
    quiet.logLevel = max(logger.logLevel, .notice)
    // A connection that says nothing for so long is closed: half a request holds memory.
    let application = Application(
      router: routes(), server: .http1(configuration: .init(idleTimeout: .seconds(30))), configuration: configuration,
      logger: quiet)
    try await application.run()
  }

  func routes() -> DoorRouter {
    let router = Hummingbird.Router(context: DoorContext.self)
    let access = Access(settings.access, store: store)
    router.addMiddleware {
      MetricsMiddleware()
      CarefulHeaders(isSecure: settings.isSecure)
    }
    let desk = Desk(
      house: house, registrar: registrar, attachments: attachments, limits: settings.limits, logger: logger)
    CasesDoor(desk: desk, access: access, store: store, publicAddress: settings.publicAddress).addRoutes(to: router)
    Open311Door(desk: desk, access: access, store: store, publicAddress: settings.publicAddress).addRoutes(to: router)
    WebDoor(desk: desk, access: access).addRoutes(to: router)
    TrackingDoor(
      store: store, source: source, pages: house.pages, limits: settings.limits, access: access, logger: logger
    ).addRoutes(to: router)
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
    var response = try await next(request, context)
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
