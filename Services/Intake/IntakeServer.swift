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

  func routes() -> Hummingbird.Router<BasicRequestContext> {
    let router = Hummingbird.Router()
    router.addMiddleware {
      MetricsMiddleware()
      CarefulHeaders()
    }
    let desk = Desk(
      house: house, registrar: registrar, attachments: attachments, limits: settings.limits, logger: logger)
    CasesDoor(desk: desk, store: store, publicAddress: settings.publicAddress).addRoutes(to: router)
    Open311Door(desk: desk, store: store, publicAddress: settings.publicAddress).addRoutes(to: router)
    WebDoor(desk: desk).addRoutes(to: router)
    TrackingDoor(store: store, source: source, pages: house.pages, limits: settings.limits, logger: logger).addRoutes(
      to: router)
    return router
  }
}

/// What a browser must know to be careful with our pages.
struct CarefulHeaders<Context: RequestContext>: RouterMiddleware {
  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.xContentTypeOptions] = "nosniff"
    response.headers[.contentSecurityPolicy] =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    response.headers[.referrerPolicy] = "no-referrer"
    if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    return response
  }
}
