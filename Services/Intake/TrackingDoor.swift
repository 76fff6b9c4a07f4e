import Cases
import Foundation
import GRDB
import Hummingbird
import IntakeCore
import Logging
import NIOConcurrencyHelpers
import Stage

/// The tracking page: the state for the number, all else for the number and a second factor, and the
/// reporter's own word.
struct TrackingDoor: Sendable {
  let store: Store
  let source: String
  let pages: Pages
  let limits: BodyLimits
  let logger: Logger
  private let misses = Misses()

  init(store: Store, source: String, pages: Pages, limits: BodyLimits, logger: Logger) {
    self.store = store
    self.source = source
    self.pages = pages
    self.limits = limits
    self.logger = logger
  }

  func addRoutes(to router: Hummingbird.Router<BasicRequestContext>) {
    router.get("/lacak") { request, _ in
      let typed = request.uri.queryParameters["nomor"].map(String.init) ?? ""
      do { return try await show(TrackingView(typed: typed)) } catch { return refuse(error) }
    }
    router.post("/lacak") { request, _ in
      do { return try await post(request) } catch { return refuse(error) }
    }
  }

  private func post(_ request: Request) async throws -> Response {
    let fields = try await request.form(limits).fields
    var view = TrackingView(typed: fields["nomor"] ?? "")
    view.factor = DraftCheck.cleaned(fields["kode"] ?? "")
    if let word = fields["aksi"] { view.response = ReporterResponse(rawValue: word) }
    view.text = DraftCheck.cleaned(fields["text"] ?? "")
    return try await show(view)
  }

  private func refuse(_ error: any Error) -> Response {
    let refusal = Refusal(error, logger: logger)
    var view = TrackingView(typed: "")
    view.problem = refusal.problems.first?.alasan
    return Response.html(pages.tracking(view), status: refusal.status)
  }

  /// One answer for a number that does not exist and for one that is mistyped: neither tells which it was.
  private func show(_ given: TrackingView) async throws -> Response {
    var view = given
    guard !view.typed.isEmpty else { return Response.html(pages.tracking(view)) }
    let number = try? CaseNumber(typed: view.typed)
    let found = try await store.pool.read { db in try number.flatMap { try CaseQueries.find($0, in: db) } }
    guard let found else {
      view.problem = "Nomor \(view.typed.prefix(30)) tidak ditemukan. Mohon periksa kembali."
      return Response.html(pages.tracking(view), status: .notFound)
    }
    view.found = found
    guard !view.factor.isEmpty else { return Response.html(pages.tracking(view)) }
    let (factor, takesPhone) = (view.factor, misses.takesPhone(found.number))
    let isReporter = try await store.pool.read { db in
      try CaseQueries.isReporter(found.number, factor: factor, takesPhone: takesPhone, in: db)
    }
    guard isReporter else {
      misses.count(found.number)
      view.factor = ""
      view.problem = "Kode tidak cocok dengan nomor ini."
      return Response.html(pages.tracking(view), status: .forbidden)
    }
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
    let position = (last ?? 0) + 1
    try work.db.execute(
      sql: "INSERT INTO responses (number, position, response, text, at) VALUES (?, ?, ?, ?, ?)",
      arguments: [number.text, position, response.rawValue, text, work.now.milliseconds])
    let event = CloudEvent(
      id: .derived(number.text, step: "response\(position)", ReporterResponded.type), source: work.source,
      time: work.now,
      sequence: 0, data: ReporterResponded(number: number, response: response, text: text))
    try work.say(event, to: [.fact(ReporterResponded.type)])
  }
}

/// Counts wrong second factors: four digits can be tried out, so after ten misses only the code counts.
private final class Misses: Sendable {
  private static let limit = 10
  private let counts = NIOLockedValueBox<[CaseNumber: Int]>([:])

  func takesPhone(_ number: CaseNumber) -> Bool { counts.withLockedValue { $0[number, default: 0] < Self.limit } }

  func count(_ number: CaseNumber) {
    counts.withLockedValue { counts in
      if counts.count > 100_000 { counts = [:] }
      counts[number, default: 0] += 1
    }
  }
}

extension ReporterResponse {
  /// Whether a reporter can say this now, as far as intake knows; the router checks again.
  func fits(_ state: CaseState) -> Bool {
    switch self {
    case .reply: state == .waiting
    case .agree: state == .answered
    case .object: state == .answered || state == .closed
    }
  }
}
