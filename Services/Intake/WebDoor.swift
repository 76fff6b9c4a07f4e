import Cases
import Foundation
import Hummingbird
import IntakeCore

/// The web form: a page that needs no JavaScript.
struct WebDoor: Sendable {
  let desk: Desk

  func addRoutes(to router: Hummingbird.Router<BasicRequestContext>) {
    router.get("/") { _, _ in page(FormView(key: UUID().uuidString.lowercased())) }
    router.post("/") { request, _ in try await post(request) }
    router.get("/gaya.css") { _, _ in
      Response(
        status: .ok, headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=3600"],
        body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.gaya_css)))
    }
  }

  private func post(_ request: Request) async throws -> Response {
    var form = SentForm(fields: [:], files: [])
    do {
      form = try await request.form(desk.limits)
      let key = form.fields["kunci"].flatMap { $0.isEmpty ? nil : $0 }
      let receipt = try await desk.take(
        Self.draft(form.fields), files: form.files, names: .web, channel: .web, key: key,
        fingerprint: Desk.fingerprint(form), request: request)
      return Response.html(desk.house.pages.received(receipt), status: .created)
    } catch {
      let refusal = Refusal(error, logger: desk.logger)
      var view = FormView(key: UUID().uuidString.lowercased())
      view.fields = form.fields
      view.problems = refusal.problems
      return page(view, status: refusal.status)
    }
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
