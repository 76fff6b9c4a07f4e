import Hummingbird
package import Logging
import ServiceLifecycle

/// A service's own small door for operators: `/health/live`, `/health/ready`, `/status`, `/metrics`.
package struct AdminServer: Service {
  private let host: String
  private let port: Int
  private let readiness: Readiness
  private let board: StatusBoard
  private let pages: AdminPages
  private let registry: MetricsRegistry
  private let logger: Logger

  package init(
    host: String, port: Int, readiness: Readiness, board: StatusBoard, pages: AdminPages, registry: MetricsRegistry,
    logger: Logger
  ) {
    self.host = host
    self.port = port
    self.readiness = readiness
    self.board = board
    self.pages = pages
    self.registry = registry
    self.logger = logger
  }

  package func run() async throws {
    let router = Hummingbird.Router()
    router.get("/health/live") { _, _ in "alive\n" }
    router.get("/health/ready") { _, _ in
      let problems = await readiness.problems()
      guard !problems.isEmpty else { return Self.text(.ok, "ready\n") }
      return Self.text(.serviceUnavailable, problems.joined(separator: "\n") + "\n")
    }
    router.get("/status") { _, _ in Self.text(.ok, await board.rendered()) }
    router.get("/metrics") { _, _ in Self.text(.ok, registry.rendered()) }
    router.get("/:group/:page") { request, context in
      let path = try "\(context.parameters.require("group"))/\(context.parameters.require("page"))"
      guard let page = pages[path] else { return Self.text(.notFound, "there is no page \(path.prefix(80))\n") }
      let query = request.uri.queryParameters.map { (String($0.key), String($0.value)) }
      return Self.text(.ok, try await page(Dictionary(query) { first, _ in first }))
    }
    let configuration = ApplicationConfiguration(address: .hostname(host, port: port))
    try await Application(router: router, configuration: configuration, logger: logger).run()
  }

  private static func text(_ status: HTTPResponse.Status, _ body: String) -> Response {
    Response(
      status: status, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
  }
}
