import Requests
import Web
import Cases
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Operations
import Messaging

/// `POST /cases` and `GET /cases/{number}`: JSON, for channels.
struct CasesRoutes: Sendable {
  let registration: ReportRegistration
  let access: Access
  let store: Store
  let publicAddress: String

  func addRoutes(to router: PeerRouter) {
    router.post("/cases") { request, context in
      do { return try await post(request, context) } catch { return try refuse(error) }
    }
    router.get("/cases/:number") { request, context in
      do { return try await show(try context.parameters.require("number").decodedFromPath, request, context) } catch {
        return try refuse(error)
      }
    }
  }

  private func number(_ text: String) throws -> CaseNumber {
    do { return try CaseNumber(typed: text) } catch {
      throw FieldProblem(
        "number", reason: error.description, alasan: "Nomor laporan tidak benar.", example: CaseNumber.sample)
    }
  }

  private func post(_ request: Request, _ context: PeerContext) async throws -> Response {
    let caller = try await access.enter(.report, request, context, isChannel: true)
    // Without a key it may be a browser, sent by a page that is not ours.
    if caller.key == nil { try SameOrigin.check(request, publicAddress: publicAddress) }
    let receipt = try await take(request, caller)
    var told: [String: JSONValue] = [
      "number": .text(receipt.number.text), "code": .text(receipt.code), "state": .text(CaseState.received.rawValue),
      "state_text": .text(CaseState.received.indonesian),
      "track": .text("\(publicAddress)/lacak?nomor=\(receipt.number.text)"),
    ]
    told["answer"] = receipt.answer.map { .text($0) }
    var response = try Response.json(.object(told), status: .created)
    response.headers[.location] = "/cases/\(receipt.number.text)"
    return response
  }

  /// As JSON, or as a form that brings files.
  private func take(_ request: Request, _ caller: Caller) async throws -> Receipt {
    let key = request.headers[.idempotencyKey]
    let type = request.headers[.contentType] ?? ""
    switch ContentType(type).essence {
    case "application/json":
      let body = try await registration.bodies.data(request, of: caller)
      return try await registration.take(
        try ReportDraft(json: body), names: .json, door: .api, caller: caller, key: key,
        fingerprint: ReportRegistration.fingerprint(body), request: request)
    case "multipart/form-data":
      return try await registration.withForm(request, of: caller, known: .parts) { form in
        try await registration.take(
          ReportDraft(form.fields, names: .parts), from: form, names: .parts, door: .api, caller: caller, key: key,
          fingerprint: ReportRegistration.fingerprint(form), request: request)
      }
    default:
      throw UnreadableRequest(
        status: .unsupportedMediaType,
        problem: FieldProblem(
          "Content-Type", reason: "found '\(type.prefix(80))', expected application/json or multipart/form-data",
          alasan: "Isian tidak dapat dibaca.", example: "application/json"))
    }
  }

  private func show(_ text: String, _ request: Request, _ context: PeerContext) async throws -> Response {
    let caller = try await access.enter(.look, request, context, isChannel: true)
    let number = try number(text)
    try access.guess(caller)
    guard let known = try await store.pool.read({ try CaseQueries.find(number, in: $0) }) else {
      throw UnreadableRequest(
        status: .notFound,
        problem: FieldProblem(
          "number", reason: "there is no case \(number)", alasan: "Laporan tidak ditemukan.", example: CaseNumber.sample
        ))
    }
    access.found(caller)
    return try Response.json(known.json, status: .ok)
  }

  private func refuse(_ error: any Error) throws -> Response {
    try Response.errors(HTTPProblem(error, logger: registration.logger))
  }
}

extension Response {
  static func errors(_ refusal: HTTPProblem) throws -> Response {
    try json(["errors": .list(refusal.problems.map(\.json))], status: refusal.status).withRetryHeaders(refusal)
  }

  static func json(_ value: JSONValue, status: HTTPResponse.Status) throws -> Response {
    Response(
      status: status, headers: [.contentType: "application/json; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: try value.line() + "\n")))
  }
}
