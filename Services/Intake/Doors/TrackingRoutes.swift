import Web
import Cases
import Foundation
import GRDB
import Hummingbird
import IntakeCore
import Logging
import Operations
import Messaging
import Texts

/// The tracking page: the state for the number, all else for the number and a second factor, and the
/// reporter's own word.
struct TrackingRoutes: Sendable {
  let store: Store
  let source: String
  let pages: Pages
  let bodies: BodyReader
  let access: Access
  let publicAddress: String
  let logger: Logger

  func addRoutes(to router: PeerRouter) {
    router.get("/lacak") { request, context in
      let parameters = request.uri.formParameters
      let language = Language(page: parameters["lang"])
      var view = TrackingView(typed: parameters["nomor"] ?? "")
      // The receipt's link.
      view.factor = (parameters["kode"] ?? "").cleaned
      do {
        let caller = try await access.enter(.look, request, context)
        return try await show(view, language, caller)
      } catch { return refuse(error, view, language) }
    }
    router.post("/lacak") { request, context in
      do { return try await post(request, context) } catch {
        return refuse(error, TrackingView(typed: ""), .indonesian)
      }
    }
  }

  private func post(_ request: Request, _ context: PeerContext) async throws -> Response {
    try SameOrigin.check(request, publicAddress: publicAddress)
    let caller = try await access.enter(.look, request, context)
    let form = try await bodies.form(request, of: caller, known: .tracking)
    // There are no files on this page.
    await bodies.attachments.discard(form.files)
    let fields = form.fields
    let language = Language(page: fields["lang"])
    var view = TrackingView(typed: fields["nomor"] ?? "")
    view.factor = (fields["kode"] ?? "").cleaned
    if let word = fields["aksi"] { view.response = ReporterResponse(rawValue: word) }
    view.text = (fields["text"] ?? "").cleaned
    do { return try await show(view, language, caller) } catch { return refuse(error, view, language) }
  }

  /// What was typed stays.
  private func refuse(_ error: any Error, _ given: TrackingView, _ language: Language) -> Response {
    let refusal = HTTPProblem(error, logger: logger)
    var view = given
    view.problem = refusal.problems.first.map { .refusal($0) }
    return Response.html(pages.tracking(view, language), status: refusal.status).withRetryHeaders(refusal)
  }

  private func show(_ given: TrackingView, _ language: Language, _ caller: Caller) async throws -> Response {
    var view = given
    guard !view.typed.isEmpty else { return Response.html(pages.tracking(view, language)) }
    guard view.factor.isEmpty else { return try await showAll(view, language, caller) }
    try access.guess(caller)
    guard let found = try await find(try? CaseNumber(typed: view.typed)) else {
      // One answer for a number that does not exist and for one that is mistyped: neither tells which it was.
      view.problem = .words("unknown_number", ["number": String(view.typed.prefix(30))])
      return Response.html(pages.tracking(view, language), status: .notFound)
    }
    access.found(caller)
    view.found = found
    return Response.html(pages.tracking(view, language))
  }

  private func find(_ number: CaseNumber?) async throws -> PublicCase? {
    guard let number else { return nil }
    return try await store.pool.read { try CaseQueries.find(number, in: $0) }
  }

  /// For who knows the second factor. Whether it or the number was wrong is not told.
  private func showAll(_ given: TrackingView, _ language: Language, _ caller: Caller) async throws -> Response {
    var view = given
    let number = try? CaseNumber(typed: view.typed)
    try access.tryFactor(number?.text ?? "", caller)
    // In one transaction: many tries at once are judged one after the other.
    let takesDigits = !access.watch.isAlarmed
    let proof = try await store.write { [factor = view.factor] db in
      guard let number else { return SecondFactor.Proof?.none }
      return try SecondFactor.judge(factor, for: number, takesDigits: takesDigits, at: Date(), in: db)
    }
    guard let proof, let found = try await find(number) else {
      access.watch.note(.factor, of: number?.text ?? "", from: caller.address)
      view.factor = ""
      view.problem = .words("mismatch")
      return Response.html(pages.tracking(view, language), status: .forbidden)
    }
    access.found(caller)
    view.found = found
    if let response = view.response { try await take(response, &view, found.number) }
    (view.history, view.hasReplied, view.pending, view.report) = try await store.pool.read { db in
      (
        try History.of(found.number, in: db), try ResponseTable.hasReplied(found.number, in: db),
        try ResponseTable.pending(found.number, in: db),
        proof == .code ? try CaseQueries.reportText(found.number, in: db) : nil
      )
    }
    return Response.html(pages.tracking(view, language), status: view.problem == nil ? .ok : .unprocessableContent)
  }

  private func take(_ response: ReporterResponse, _ view: inout TrackingView, _ number: CaseNumber) async throws {
    let text = view.text
    guard !text.isEmpty || response == .agree else {
      view.problem = .words("said_nothing")
      return
    }
    guard text.count <= DraftCheck.maximumCharacters, text.utf8.count <= DraftCheck.maximumBytes else {
      view.problem = .words("said_too_long")
      return
    }
    let outcome = try await store.work(source: source) { work in
      try ResponseTable.take(response, text, number, work)
    }
    switch outcome {
    case .said: view.notice = .words("said_thanks")
    case .known: view.notice = .words("said_known")
    case .late(let state):
      view.problem = .late(state)
      return
    }
    view.response = nil
    view.text = ""
  }
}
