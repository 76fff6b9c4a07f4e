import Cases
import Foundation
import Hummingbird
import IntakeCore

/// The web form: a page that needs no JavaScript.
struct WebDoor: Sendable {
  let desk: Desk
  let access: Access
  let publicAddress: String

  func addRoutes(to router: DoorRouter) {
    router.get("/") { request, context in
      do {
        _ = try await access.enter(.look, request, context)
        return page(FormView(key: UUID().uuidString.lowercased()))
      } catch { return refuse(error, SentForm(fields: [:], files: [])) }
    }
    router.post("/") { request, context in try await post(request, context) }
    router.get("/gaya.css") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=3600"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.gaya_css)))
    }
  }

  private func post(_ request: Request, _ context: DoorContext) async throws -> Response {
    var form = SentForm(fields: [:], files: [])
    do {
      // Before the body, which may be large, is read.
      try SameOrigin.check(request, publicAddress: publicAddress)
      let caller = try await access.enter(.report, request, context)
      form = try await request.form(desk.limits)
      let key = form.fields["kunci"].flatMap { $0.isEmpty ? nil : $0 }
      let receipt = try await desk.take(
        Self.draft(form.fields), files: form.files, names: .web, door: .web, caller: caller, key: key,
        fingerprint: Desk.fingerprint(form), request: request)
      return Response.html(desk.house.pages.received(receipt), status: .created)
    } catch {
      return refuse(error, form)
    }
  }

  /// What was typed stays.
  private func refuse(_ error: any Error, _ form: SentForm) -> Response {
    let refusal = Refusal(error, logger: desk.logger)
    var view = FormView(key: UUID().uuidString.lowercased())
    view.fields = form.fields
    view.problems = refusal.problems
    return page(view, status: refusal.status).telling(refusal)
  }

  private func page(_ view: FormView, status: HTTPResponse.Status = .ok) -> Response {
    Response.html(desk.house.pages.form(view), status: status)
  }

  private static func draft(_ fields: [String: String]) -> ReportDraft {
    var draft = ReportDraft()
    draft.text = fields["text"]
    draft.service = fields["service_code"]
    draft.region = fields["region"]
    draft.cooperative = fields["cooperative"]
    draft.membershipArea = fields["membership_area"]
    draft.kind = fields["kind"]
    draft.privacy = fields["privacy"]
    draft.name = fields["name"]
    draft.phone = fields["phone"]
    draft.email = fields["email"]
    draft.language = fields["language"]
    return draft
  }
}

extension Response {
  static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
