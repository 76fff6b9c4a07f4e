import Cases
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Stage

/// Open311 GeoReport v2, in JSON and XML.
struct Open311Door: Sendable {
  let desk: Desk
  let store: Store
  let publicAddress: String

  private typealias Handler = @Sendable (Request, String?, Format) async throws -> Response

  private enum Format: String {
    case json, xml

    func respond(_ value: JSONValue, root: String, status: HTTPResponse.Status = .ok) throws -> Response {
      if self == .json { return try Response.json(value, status: status) }
      return Response(
        status: status, headers: [.contentType: "text/xml; charset=utf-8"],
        body: ResponseBody(byteBuffer: ByteBuffer(string: XML.document(value, root: root))))
    }
  }

  func addRoutes(to router: Hummingbird.Router<BasicRequestContext>) {
    add(router, .get, "discovery", prefix: "/open311/") { _, _, format in
      try format.respond(Open311.discovery(base: publicAddress), root: "discovery")
    }
    add(router, .get, "discovery") { _, _, format in
      try format.respond(Open311.discovery(base: publicAddress), root: "discovery")
    }
    add(router, .get, "services") { _, _, format in
      try format.respond(desk.house.open311.services, root: "services")
    }
    addNamed(router, "services") { _, code, format in try definition(code ?? "", format) }
    add(router, .post, "requests") { request, _, format in try await post(request, format) }
    add(router, .get, "requests") { request, _, format in try await list(request, format) }
    addNamed(router, "requests") { _, id, format in try await show(id ?? "", format) }
    addNamed(router, "tokens") { _, token, format in try await look(up: token ?? "", format) }
  }

  private func add(
    _ router: Hummingbird.Router<BasicRequestContext>, _ method: HTTPRequest.Method, _ name: String,
    prefix: String = "/open311/v2/", _ handler: @escaping Handler
  ) {
    for format in [Format.json, .xml] {
      router.on(RouterPath("\(prefix)\(name).\(format.rawValue)"), method: method) { request, _ in
        do { return try await handler(request, nil, format) } catch { return try refuse(error, format) }
      }
    }
  }

  /// `/services/ksp.simpanan.json`: the code may hold dots, so the format is what stands after the last one.
  private func addNamed(
    _ router: Hummingbird.Router<BasicRequestContext>, _ name: String, _ handler: @escaping Handler
  ) {
    router.get("/open311/v2/\(name)/:id") { request, context in
      let last = try context.parameters.require("id")
      guard let dot = last.lastIndex(of: "."), let format = Format(rawValue: String(last[last.index(after: dot)...]))
      else {
        return try refuse(Self.missing("format", last, "a name that ends in .json or .xml"), .json)
      }
      do { return try await handler(request, String(last[..<dot]), format) } catch { return try refuse(error, format) }
    }
  }
}

extension Open311Door {
  private func definition(_ code: String, _ format: Format) throws -> Response {
    guard let definition = desk.house.open311.definition(of: code) else {
      throw Self.missing("service_code", code, "one of the services' codes")
    }
    return try format.respond(definition, root: "service_definition")
  }

  private func post(_ request: Request, _ format: Format) async throws -> Response {
    let form = try await request.form(desk.limits)
    guard let service = form.fields["service_code"], !service.isEmpty else {
      throw FieldProblem(
        "service_code", reason: "is missing, expected umum or one of the services' codes",
        alasan: "Topik belum dipilih.",
        example: DraftCheck.anyService)
    }
    let receipt = try await desk.take(
      Self.draft(form.fields), files: form.files, names: .open311, channel: .open311,
      key: request.headers[.idempotencyKey], fingerprint: Desk.fingerprint(form), request: request)
    return try format.respond(
      Open311.created(receipt.number, token: receipt.token), root: "service_requests", status: .created)
  }

  private static func draft(_ fields: [String: String]) -> ReportDraft {
    var draft = ReportDraft()
    draft.text = fields["description"]
    draft.service = fields["service_code"]
    draft.region = fields["attribute[region]"]
    draft.cooperative = fields["attribute[cooperative]"]
    draft.membershipArea = fields["attribute[membership_area]"]
    draft.kind = fields["attribute[kind]"]
    draft.privacy = fields["attribute[privacy]"]
    let names = [fields["first_name"], fields["last_name"]].compactMap { $0 }.filter { !$0.isEmpty }
    draft.name = names.isEmpty ? nil : names.joined(separator: " ")
    draft.phone = fields["phone"]
    draft.email = fields["email"]
    draft.latitude = fields["lat"]
    draft.longitude = fields["long"]
    draft.address = fields["address_string"]
    return draft
  }

  private func list(_ request: Request, _ format: Format) async throws -> Response {
    let parameters = Dictionary(request.uri.queryParameters.map { (String($0.key), String($0.value)) }) { first, _ in
      first
    }
    let filter = try RequestFilter(parameters, now: Date())
    let cases = try await store.pool.read { try CaseQueries.list(filter, in: $0) }
    return try format.respond(.list(cases.map(desk.house.open311.request)), root: "service_requests")
  }

  private func show(_ id: String, _ format: Format) async throws -> Response {
    let number = try? CaseNumber(typed: id)
    let found = try await store.pool.read { db in try number.flatMap { try CaseQueries.find($0, in: db) } }
    guard let found else { throw Self.missing("service_request_id", id, "a request's id") }
    return try format.respond([desk.house.open311.request(found)], root: "service_requests")
  }

  private func look(up token: String, _ format: Format) async throws -> Response {
    guard let number = try await store.pool.read({ try CaseQueries.number(forToken: token, in: $0) }) else {
      throw Self.missing("token", token, "a token from POST requests")
    }
    return try format.respond(
      [["service_request_id": .text(number.text), "token": .text(token)]], root: "service_requests")
  }

  private static func missing(_ field: String, _ found: String, _ expected: String) -> UnreadableRequest {
    UnreadableRequest(
      status: .notFound,
      problem: FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected \(expected)", alasan: "Tidak ditemukan.",
        example: "/open311/v2/requests/\(CaseNumber.sample).json"))
  }

  private func refuse(_ error: any Error, _ format: Format) throws -> Response {
    let refusal = Refusal(error, invalid: .badRequest, logger: desk.logger)
    return try format.respond(
      Open311.errors(refusal.status.code, refusal.problems.map(\.line)), root: "errors", status: refusal.status)
  }
}
