import Cases
import Foundation
import GRDB
import Hummingbird
import IntakeCore
import Logging
import Stage

/// The tracking page: the state for the number, all else for the number and a second factor, and the
/// reporter's own word.
struct TrackingDoor: Sendable {
  let store: Store
  let source: String
  let pages: Pages
  let limits: BodyLimits
  let access: Access
  let publicAddress: String
  let logger: Logger

  func addRoutes(to router: DoorRouter) {
    router.get("/lacak") { request, context in
      let typed = request.uri.queryParameters["nomor"].map(String.init) ?? ""
      do {
        let caller = try await access.enter(.look, request, context)
        return try await show(TrackingView(typed: typed), caller)
      } catch { return refuse(error) }
    }
    router.post("/lacak") { request, context in
      do { return try await post(request, context) } catch { return refuse(error) }
    }
  }

  private func post(_ request: Request, _ context: DoorContext) async throws -> Response {
    try SameOrigin.check(request, publicAddress: publicAddress)
    let caller = try await access.enter(.look, request, context)
    // There are no files on this page.
    let fields = try await request.form(BodyLimits(plain: limits.plain, multipart: limits.plain)).fields
    var view = TrackingView(typed: fields["nomor"] ?? "")
    view.factor = DraftCheck.cleaned(fields["kode"] ?? "")
    if let word = fields["aksi"] { view.response = ReporterResponse(rawValue: word) }
    view.text = DraftCheck.cleaned(fields["text"] ?? "")
    return try await show(view, caller)
  }

  private func refuse(_ error: any Error) -> Response {
    let refusal = Refusal(error, logger: logger)
    var view = TrackingView(typed: "")
    view.problem = refusal.problems.first?.alasan
    return Response.html(pages.tracking(view), status: refusal.status).telling(refusal)
  }

  /// One answer for a number that does not exist and for one that is mistyped: neither tells which it was.
  private func show(_ given: TrackingView, _ caller: Caller) async throws -> Response {
    var view = given
    guard !view.typed.isEmpty else { return Response.html(pages.tracking(view)) }
    try access.guess(caller)
    let number = try? CaseNumber(typed: view.typed)
    let found = try await store.pool.read { db in try number.flatMap { try CaseQueries.find($0, in: db) } }
    guard let found else {
      view.problem = "Nomor \(view.typed.prefix(30)) tidak ditemukan. Mohon periksa kembali."
      return Response.html(pages.tracking(view), status: .notFound)
    }
    view.found = found
    guard !view.factor.isEmpty else {
      access.found(caller)
      return Response.html(pages.tracking(view))
    }
    // In one transaction: many tries at once are judged one after the other.
    let isReporter = try await store.write { [factor = view.factor] db in
      try SecondFactor.judge(factor, for: found.number, at: Date(), in: db)
    }
    guard isReporter else {
      view.factor = ""
      view.problem = "Kode tidak cocok dengan nomor ini."
      return Response.html(pages.tracking(view), status: .forbidden)
    }
    access.found(caller)
    if let response = view.response { try await take(response, &view, found) }
    view.history = try await store.pool.read { try History.of(found.number, in: $0) }
    return Response.html(pages.tracking(view), status: view.problem == nil ? .ok : .unprocessableContent)
  }

  private func take(_ response: ReporterResponse, _ view: inout TrackingView, _ known: PublicCase) async throws {
    let text = view.text
    guard response.fits(known.state) else {
      view.problem = "Laporan ini sekarang berstatus \(known.state.indonesian)."
      return
    }
    guard !text.isEmpty || response == .agree else {
      view.problem = "Mohon tuliskan jawaban Anda."
      return
    }
    guard text.count <= DraftCheck.maximumCharacters, text.utf8.count <= DraftCheck.maximumBytes else {
      view.problem = "Jawaban terlalu panjang: paling banyak \(DraftCheck.maximumCharacters) huruf."
      return
    }
    try await store.work(source: source) { work in
      try Self.note(response, text, known.number, work)
    }
    view.notice = "Terima kasih, kami telah menerima jawaban Anda."
    view.response = nil
    view.text = ""
  }

  private static func note(
    _ response: ReporterResponse, _ text: String, _ number: CaseNumber, _ work: borrowing Work
  ) throws {
    let last = try Int.fetchOne(
      work.db, sql: "SELECT max(position) FROM responses WHERE number = ?", arguments: [number.text])
    let position = work.epoch.last(last ?? 0) + 1
    try work.db.execute(
      sql: "INSERT INTO responses (number, position, response, text, at) VALUES (?, ?, ?, ?, ?)",
      arguments: [number.text, position, response.rawValue, text, work.now.milliseconds])
    let event = CloudEvent(
      id: .derived(number.text, step: "response\(position)", ReporterResponded.type), source: work.source,
      time: work.now,
      sequence: 0, data: ReporterResponded(number: number, response: response, text: text))
    try work.say(event)
  }
}

extension ReporterResponse {
  /// Whether a reporter can say this now, as far as intake knows; the router checks again.
  func fits(_ state: CaseState) -> Bool {
    switch self {
    case .reply: state == .waiting
    case .agree: state == .answered
    case .object: state == .answered || state == .closed
    default: false
    }
  }
}
