import Cases
import HTTPTypes
import Hummingbird
import Logging
import Requests
import Web

/// What is asked for and is not there: a page for people, the reason for programs.
struct UnknownPaths: RouterMiddleware {
  let pages: Pages
  let logger: Logger
  private static let methods: [HTTPRequest.Method] = [.get, .head, .post]

  init(pages: Pages, logger: Logger) { (self.pages, self.logger) = (pages, logger) }

  func handle(
    _ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
      guard Self.methods.contains(request.method) else { return try refuseMethod(of: request) }
      let problem = FieldProblem(
        "path", reason: "found '\(request.uri.path.prefix(80))', expected one of the paths of /openapi.json",
        alasan: "Halaman ini tidak ada. Periksa kembali alamatnya, atau mulai dari formulir.", example: "/openapi.json")
      return try answer(problem, status: .notFound, to: request)
    }
  }

  private func refuseMethod(of request: Request) throws -> Response {
    let allowed = Self.methods.map(\.rawValue).joined(separator: ", ")
    let problem = FieldProblem(
      "method", reason: "found \(request.method.rawValue), expected \(allowed)",
      alasan: "Cara ini tidak dapat dipakai di sini.", example: "/openapi.json")
    var response = try answer(problem, status: .methodNotAllowed, to: request)
    response.headers[.allow] = allowed
    return response
  }

  private func answer(_ problem: FieldProblem, status: HTTPResponse.Status, to request: Request) throws -> Response {
    guard request.headers[.accept]?.contains("text/html") == true else {
      return try Response.errors(HTTPProblem(UnreadableRequest(status: status, problem: problem), logger: logger))
    }
    return Response.html(
      pages.problem([problem], Language(page: request.uri.formParameters["lang"])), status: status)
  }
}
