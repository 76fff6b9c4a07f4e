import Texts
import Web
import Cases
import Foundation
import Hummingbird
import IntakeCore

/// The web form: a page that needs no JavaScript.
struct FormRoutes: Sendable {
  let registration: ReportRegistration
  let access: Access
  let publicAddress: String

  func addRoutes(to router: PeerRouter) {
    router.get("/") { request, context in
      do {
        _ = try await access.enter(.look, request, context)
        let page = registration.catalogue.pages.emptyForm(
          key: UUID().uuidString.lowercased(), Language(page: request.uri.formParameters["lang"]))
        var response = Response.packed(ByteBuffer(string: page), type: Response.htmlType, for: request)
        // Who goes back finds the same key beside what was typed, so that a report that is sent again is the same case.
        response.headers[.cacheControl] = "private, no-cache"
        return response
      } catch { return refuse(error, SentForm()) }
    }
    router.get("/privasi") { request, context in
      do {
        _ = try await access.enter(.look, request, context)
        let page = registration.catalogue.pages.privacy(Language(page: request.uri.formParameters["lang"]))
        return Response.packed(ByteBuffer(string: page), type: Response.htmlType, for: request)
      } catch { return refuse(error, SentForm()) }
    }
    router.post("/") { request, context in try await post(request, context) }
    let style = ConstantDocument(ByteBuffer(bytes: PackageResources.gaya_css), type: "text/css; charset=utf-8")
    router.get("/gaya.css") { request, _ in style.answer(to: request) }
  }

  private func post(_ request: Request, _ context: PeerContext) async throws -> Response {
    do {
      // Before the body, which may be large, is read.
      try SameOrigin.check(request, publicAddress: publicAddress)
      let caller = try await access.enter(.report, request, context)
      return try await registration.withForm(request, of: caller, known: .web) { form in
        do { return try await take(form, caller, request) } catch { return refuse(error, form) }
      }
    } catch {
      return refuse(error, SentForm())
    }
  }

  private func take(_ form: SentForm, _ caller: Caller, _ request: Request) async throws -> Response {
    let key = form.fields["kunci"].flatMap { $0.isEmpty ? nil : $0 }
    let receipt = try await registration.take(
      ReportDraft(form.fields, names: .web), from: form, names: .web, door: .web, caller: caller, key: key,
      fingerprint: ReportRegistration.fingerprint(form), request: request)
    func isGiven(_ name: String) -> Bool {
      form.fields["privacy"] != Privacy.anonymous.rawValue && form.fields[name]?.cleaned.isEmpty == false
    }
    let view = ReceiptView(receipt: receipt, hasMail: isGiven("email"), hasPhone: isGiven("phone"))
    return Response.html(
      registration.catalogue.pages.received(view, Language(page: form.fields["lang"])), status: .created)
  }

  /// What was typed stays, unless it was too long to be a report.
  private func refuse(_ error: any Error, _ form: SentForm) -> Response {
    let refusal = HTTPProblem(error, logger: registration.logger)
    let language = Language(page: form.fields["lang"])
    guard !form.fields.isEmpty else {
      return Response.html(registration.catalogue.pages.problem(refusal.problems, language), status: refusal.status)
        .withRetryHeaders(refusal)
    }
    var view = FormView(key: UUID().uuidString.lowercased())
    view.fields = form.fields.filter { $0.value.utf8.count <= DraftCheck.maximumBytes }
    view.problems = refusal.problems
    view.hadFiles = !form.files.isEmpty
    return Response.html(registration.catalogue.pages.form(view, language), status: refusal.status)
      .withRetryHeaders(refusal)
  }
}

extension Response {
  static let htmlType = "text/html; charset=utf-8"

  static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: htmlType],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
  }
}
