import Hummingbird
import HummingbirdCore
package import Logging
import Metrics
import NIOCore
import ServiceLifecycle

/// A service's own small door for operators: `/health/live`, `/health/ready`, `/status`, `/metrics`, and pages about cases.
/// `AdminAccess` says who may ask what. Who is ready or degraded takes its work, and answers with 200; the reasons follow, a line each.
package struct AdminServer: Service {
  private let host: String
  private let port: Int
  private let access: AdminAccess
  private let readiness: Readiness
  private let board: StatusBoard
  private let pages: AdminPages
  private let registry: MetricsRegistry
  private let logger: Logger
  /// Which port was taken is told, whatever the server's own log level.
  private let told: Logger

  package init(
    host: String, port: Int, token: Secret, readiness: Readiness, board: StatusBoard, pages: AdminPages,
    registry: MetricsRegistry,
    logger: Logger, told: Logger
  ) {
    self.told = told
    self.host = host
    self.port = port
    let access = AdminAccess(token: token, host: host)
    self.access = access
    readiness.add("admin token", .degraded) { access.problem }
    self.readiness = readiness
    self.board = board
    self.pages = pages
    self.registry = registry
    self.logger = logger
  }

  package func run() async throws {
    let router = Hummingbird.Router()
    router.add(middleware: AdminGate(access: access))
    router.get("/health/live") { _, _ in "alive\n" }
    router.get("/health/ready") { _, _ in
      let (state, problems) = await readiness.report()
      let lines = [state.rawValue] + problems.map { $0.replacing("\n", with: " ") }
      return Self.text(state == .notReady ? .serviceUnavailable : .ok, lines.joined(separator: "\n") + "\n")
    }
    router.get("/status") { _, _ in Self.text(.ok, await board.rendered()) }
    router.get("/metrics") { _, _ in
      let (now, _) = await readiness.report()
      for state in Readiness.State.allCases {
        let words = state.rawValue.replacing(" ", with: "_")
        Gauge(label: "disposisi_health", dimensions: [("state", words)]).record(state == now ? 1 : 0)
      }
      ProcessFigures.record()
      return Self.text(.ok, registry.rendered())
    }
    router.get("/:group/:page") { request, context in
      let path = try "\(context.parameters.require("group"))/\(context.parameters.require("page"))"
      guard let page = pages[path] else { return Self.text(.notFound, "there is no page \(path.prefix(80))\n") }
      return Self.text(.ok, try await page(request.uri.formParameters))
    }
    let configuration = ApplicationConfiguration(
      address: .hostname(host, port: port),
      availableConnectionsDelegate: MaximumAvailableConnections(Self.mostConnections))
    let told = told
    let application = Application(
      router: router, server: .http1(configuration: HTTP1Channel.Configuration(idleTimeout: Self.idleLimit)),
      configuration: configuration,
      onServerRunning: { channel in
        told.notice("admin door is open", metadata: ["address": "\(channel.localAddress?.description ?? "unknown")"])
      }, logger: logger)
    try await application.run()
  }

  /// So that who holds this door does not take the descriptors of the others.
  private static let mostConnections = 100
  /// A connection that says nothing for so long is closed.
  private static let idleLimit = TimeAmount.seconds(30)

  fileprivate static func text(_ status: HTTPResponse.Status, _ body: String) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}

/// Answers whom the door does not open to.
private struct AdminGate: RouterMiddleware {
  typealias Context = BasicRequestContext

  let access: AdminAccess

  func handle(
    _ request: Request, context: Context, next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    let refusal = access.refusal(
      path: request.uri.path, authorization: request.headers[.authorization], host: request.head.authority)
    guard let refusal else { return try await next(request, context) }
    Counter(label: "disposisi_admin_refusals").increment()
    switch refusal {
    case .strangeName(let name):
      return AdminServer.text(
        .forbidden, "without a token this door answers to an address or localhost, found '\(name.prefix(60))'\n")
    case .tokenIsMissing, .tokenIsWrong:
      let what = refusal == .tokenIsMissing ? "found none" : "found another"
      var answer = AdminServer.text(
        .unauthorized,
        "expected `Authorization: Bearer` and the door's token (\(Secret.adminTokenFile) in the service's folder), \(what)\n"
      )
      answer.headers[.wwwAuthenticate] = "Bearer"
      return answer
    }
  }
}
