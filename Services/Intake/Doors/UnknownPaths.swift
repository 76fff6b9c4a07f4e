import HTTPTypes
import Hummingbird
import Requests
import Web

/// What is asked for and is not there: a page for people, the reason for programs.
struct UnknownPaths: RouterMiddleware {
  let pages: Pages

  func handle(
    _ request: Request, context: PeerContext, next: (Request, PeerContext) async throws -> Response
  ) async throws -> Response {
    do { return try await next(request, context) } catch let error as HTTPError where error.status == .notFound {
      let methods: [HTTPRequest.Method] = [.get, .head, .post]
      let isKnownMethod = methods.contains(request.method)
      let problem = FieldProblem(
        isKnownMethod ? "path" : "method",
        reason: isKnownMethod
          ? "found '\(request.uri.path.prefix(80))', expected one of the paths of /openapi.json"
          : "found \(request.method.rawValue), expected \(methods.map(\.rawValue).joined(separator: ", "))",
        alasan: isKnownMethod
          ? "Halaman ini tidak ada. Periksa kembali alamatnya, atau mulai dari formulir."
          : "Cara ini tidak dapat dipakai di sini.",
        example: "/openapi.json")
      var response = try answer(problem, status: isKnownMethod ? .notFound : .methodNotAllowed, to: request)
      if !isKnownMethod { response.headers[.allow] = methods.map(\.rawValue).joined(separator: ", ") }
      return response
    }
  }

  private func answer(_ problem: FieldProblem, status: HTTPResponse.Status, to request: Request) throws -> Response {
    guard request.headers[.accept]?.contains("text/html") == true else {
      return try Response.errors(HTTPProblem(UnreadableRequest(status: status, problem: problem)))
    }
    return Response.html(pages.problem([problem]), status: status)
  }
}
