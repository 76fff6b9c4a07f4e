import Requests
import Web
import Cases
import Foundation
import HTTPTypes
import Hummingbird
import IntakeCore
import Operations
import Messaging

/// Open311 GeoReport v2, in JSON and XML.
struct Open311Routes: Sendable {
  let registration: ReportRegistration
  let access: Access
  let store: Store
  let source: String
  let publicAddress: String
  private let jurisdiction: String
  private let documents = DocumentCache()

  init(registration: ReportRegistration, access: Access, store: Store, source: String, settings: IntakeSettings) {
    (self.registration, self.access, self.store, self.source) = (registration, access, store, source)
    (publicAddress, jurisdiction) = (settings.publicAddress, settings.jurisdiction)
  }

  struct Asked {
    let request: Request
    let context: PeerContext
    var name = ""
    let format: Format
  }

  private typealias Handler = @Sendable (Asked) async throws -> Response

  enum Format: String {
    case json, xml

    var mediaType: String { self == .json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8" }

    func text(_ value: JSONValue, root: String) throws -> String {
      self == .json ? try value.line() + "\n" : XML.document(value, root: root)
    }

    func respond(_ value: JSONValue, root: String, status: HTTPResponse.Status = .ok) throws -> Response {
      Response(
        status: status, headers: [.contentType: mediaType],
        body: ResponseBody(byteBuffer: ByteBuffer(string: try text(value, root: root))))
    }
  }

  func addRoutes(to router: PeerRouter) {
    for prefix in ["/open311/", "/open311/v2/"] {
      add(router, .get, "discovery", prefix: prefix) { asked in
        try await constant("discovery", asked, root: "discovery") { Open311.discovery(base: publicAddress) }
      }
    }
    add(router, .get, "services") { asked in
      try await constant("services", asked, root: "services") { registration.catalogue.open311.services }
    }
    addNamed(router, "services") { asked in
      try await constant("services/\(asked.name)", asked, root: "service_definition") { try definition(asked.name) }
    }
    add(router, .post, "requests") { asked in try await post(asked) }
    add(router, .get, "requests") { asked in try await list(asked) }
    addNamed(router, "requests") { asked in try await show(asked) }
    add(router, .get, "servicerequestupdates") { asked in try await listUpdates(asked) }
    add(router, .post, "servicerequestupdates") { asked in try await takeUpdate(asked) }
    addNamed(router, "tokens") { asked in try await look(up: asked) }
  }

  private func add(
    _ router: PeerRouter, _ method: HTTPRequest.Method, _ name: String,
    prefix: String = "/open311/v2/", _ handler: @escaping Handler
  ) {
    for format in [Format.json, .xml] {
      router.on(RouterPath("\(prefix)\(name).\(format.rawValue)"), method: method) { request, context in
        try await answer(Asked(request: request, context: context, format: format), handler)
      }
    }
  }

  /// `/services/ksp.simpanan.json`: the code may hold dots, so the format is what stands after the last one.
  private func addNamed(
    _ router: PeerRouter, _ name: String, _ handler: @escaping Handler
  ) {
    router.get("/open311/v2/\(name)/:id") { request, context in
      let last = try context.parameters.require("id").decodedFromPath
      guard let dot = last.lastIndex(of: "."), let format = Format(rawValue: String(last[last.index(after: dot)...]))
      else {
        return try refuse(Self.missing("format", last, "a name that ends in .json or .xml"), .json)
      }
      let asked = Asked(request: request, context: context, name: String(last[..<dot]), format: format)
      return try await answer(asked, handler)
    }
  }

  private func answer(_ asked: Asked, _ handler: Handler) async throws -> Response {
    do {
      try check(jurisdiction: asked.request.uri.formParameters["jurisdiction_id"])
      var response = try await handler(asked)
      // What anybody may read, another site's page may read too.
      if asked.request.method == .get { response.headers[.accessControlAllowOrigin] = "*" }
      return response
    } catch { return try refuse(error, asked.format) }
  }

  func check(jurisdiction found: String?) throws {
    guard let found, !found.isEmpty, found != jurisdiction else { return }
    throw Self.missing("jurisdiction_id", found, "'\(jurisdiction)', or none", example: jurisdiction)
  }
}

extension Open311Routes {
  /// A document that does not change; asking for it counts like any look.
  private func constant(
    _ name: String, _ asked: Asked, root: String, _ value: () throws -> JSONValue
  ) async throws -> Response {
    _ = try await access.enter(.look, asked.request, asked.context)
    return try documents.document("\(name).\(asked.format.rawValue)") {
      let text = try asked.format.text(value(), root: root)
      return ConstantDocument(ByteBuffer(string: text), type: asked.format.mediaType)
    }.answer(to: asked.request)
  }

  private func definition(_ code: String) throws -> JSONValue {
    guard let definition = registration.catalogue.open311.definition(of: code) else {
      throw Self.missing("service_code", code, "one of the services' codes", example: "/open311/v2/services/umum.json")
    }
    return definition
  }

  private func post(_ asked: Asked) async throws -> Response {
    let request = asked.request
    // Before the body, which may be large, is read: by address, or by the key in the header.
    let caller = try await access.enter(.report, request, asked.context)
    return try await registration.withForm(request, of: caller, known: .open311) { form in
      try check(jurisdiction: form.fields["jurisdiction_id"])
      // Open311's clients send their key as a parameter.
      guard let secret = form.fields["api_key"], !secret.isEmpty else { return try await take(form, asked, caller) }
      return try await take(form, asked, try await access.enter(.report, request, asked.context, secret: secret))
    }
  }

  private func take(_ form: SentForm, _ asked: Asked, _ caller: Caller) async throws -> Response {
    let (request, format) = (asked.request, asked.format)
    try access.checkKey(of: caller)
    // Without a key it may be a browser, sent by a page that is not ours.
    if caller.key == nil { try SameOrigin.check(request, publicAddress: publicAddress) }
    guard let service = form.fields["service_code"], !service.isEmpty else {
      throw FieldProblem(
        "service_code", reason: "is missing, expected umum or one of the services' codes",
        alasan: "Topik belum dipilih.",
        example: DraftCheck.anyService)
    }
    let receipt = try await registration.take(
      Self.draft(form.fields), from: form, names: .open311, door: .open311, caller: caller,
      key: request.headers[.idempotencyKey], fingerprint: ReportRegistration.fingerprint(form), request: request)
    return try format.respond(
      Open311.created(receipt.number), root: "service_requests", status: .created)
  }

  private static func draft(_ fields: [String: String]) -> ReportDraft {
    var draft = ReportDraft(fields, names: .open311)
    let names = [fields["first_name"], fields["last_name"]].compactMap { $0 }.filter { !$0.isEmpty }
    draft.name = names.isEmpty ? nil : names.joined(separator: " ")
    draft.latitude = fields["lat"]
    draft.longitude = fields["long"]
    draft.address = fields["address_string"]
    draft.mediaURL = fields["media_url"]
    return draft
  }

  private func list(_ asked: Asked) async throws -> Response {
    let caller = try await access.enter(.look, asked.request, asked.context)
    let filter = try RequestFilter(asked.request.uri.formParameters, now: Date())
    try access.guess(caller, count: filter.numbers.count)
    let cases = try await store.pool.read { try CaseQueries.list(filter, in: $0) }
    let numbers = Set(filter.numbers)
    access.found(caller, count: cases.count { numbers.contains($0.number) })
    return try asked.format.respond(
      .list(cases.map { registration.catalogue.open311.request($0, isNumbered: numbers.contains($0.number)) }),
      root: "service_requests")
  }

  private func show(_ asked: Asked) async throws -> Response {
    let caller = try await access.enter(.look, asked.request, asked.context)
    let id = asked.name
    // What the public list calls a case helps nobody to guess.
    if let listed = try await store.pool.read({ try CaseQueries.find(publicID: id, in: $0) }) {
      return try asked.format.respond(
        [registration.catalogue.open311.request(listed, isNumbered: false)], root: "service_requests")
    }
    try access.guess(caller)
    let number = try? CaseNumber(typed: id)
    let found = try await store.pool.read { db in try number.flatMap { try CaseQueries.find($0, in: db) } }
    guard let found else { throw Self.missing("service_request_id", id, "a request's id") }
    access.found(caller)
    return try asked.format.respond(
      [registration.catalogue.open311.request(found, isNumbered: true)], root: "service_requests")
  }

  private func look(up asked: Asked) async throws -> Response {
    let caller = try await access.enter(.look, asked.request, asked.context)
    try access.guess(caller)
    let token = asked.name
    // Who has the number needs no token; earlier versions gave both.
    let known = try? CaseNumber(typed: token)
    let found = try await store.pool.read { db in
      try known.flatMap { try CaseQueries.find($0, in: db)?.number } ?? CaseQueries.number(forToken: token, in: db)
    }
    guard let number = found else {
      throw Self.missing(
        "token", token, "a service_request_id from POST requests",
        example: "/open311/v2/tokens/\(CaseNumber.sample).json")
    }
    access.found(caller)
    return try asked.format.respond(
      [["service_request_id": .text(number.text), "token": .text(token)]], root: "service_requests")
  }

  static func missing(
    _ field: String, _ found: String, _ expected: String,
    example: String = "/open311/v2/requests/\(CaseNumber.sample).json"
  ) -> UnreadableRequest {
    UnreadableRequest(
      status: .notFound,
      problem: FieldProblem(
        field, reason: "found '\(found.prefix(60))', expected \(expected)", alasan: "Tidak ditemukan.",
        example: example))
  }

  private func refuse(_ error: any Error, _ format: Format) throws -> Response {
    // GeoReport: a service that there is not is 404, a missing or invalid key 403, all else that is wrong 400.
    let isUnknownService = (error as? FieldProblems)?.problems.map(\.field) == ["service_code"]
    let refusal = HTTPProblem(
      error, invalid: isUnknownService ? .notFound : .badRequest, logger: registration.logger
    ).namingKeys
    return try format.respond(
      Open311.errors(refusal.status.code, refusal.problems.map(\.line)), root: "errors", status: refusal.status
    ).withRetryHeaders(refusal)
  }
}

extension HTTPProblem {
  /// As Open311's clients know their key.
  fileprivate var namingKeys: HTTPProblem {
    guard status == .unauthorized else { return self }
    let problems = problems.map { problem in
      FieldProblem(
        "api_key", reason: problem.reason.replacing("expected Bearer and a key", with: "expected a key"),
        alasan: problem.alasan, example: "api_key=dsp_...")
    }
    return HTTPProblem(status: .forbidden, problems: problems)
  }
}
