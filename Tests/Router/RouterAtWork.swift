import Cases
import Foundation
import GRDB
import Logging
import RouterPolicy
import RouterLifecycle
@testable import RouterService
import Messaging
import WorkingTime

/// The router's stages over a real database, with the time told by the test.
struct RouterAtWork {
  let path: String
  let store: Store
  let books: BooksInForce

  init(path: String = NSTemporaryDirectory() + "router-\(UUID().uuidString).sqlite", book: RuleBook) throws {
    self.path = path
    store = try Store(path: path, migrate: RouterSchema.register)
    books = BooksInForce(CaseMachine(book: book))
  }

  var timers: TimerService { timers(perSecond: 100) }

  func timers(perSecond: Int) -> TimerService {
    TimerService(
      store: store, books: books, source: "/test", perSecond: perSecond, clock: ClockWatch(),
      logger: Logger(label: "test"))
  }

  var loader: BookLoader {
    BookLoader(store: store, books: books, source: "/test", logger: Logger(label: "test"))
  }

  /// Hears `case.classified`, as it comes from the broker.
  @discardableResult
  func route(_ event: CaseClassified, at now: Date) async throws -> Said {
    let cloud = CloudEvent(event, sequence: 2, source: "/test", time: now)
    return try await saying(at: now) { [books] work in
      _ = try RouteStage(books: books).begin(event, cloud.sequence, try EventCoding.encode(cloud), work)
    }
  }

  func act(_ action: CaseAction, by unit: UnitCode?, on number: CaseNumber, at now: Date) async throws -> Said {
    try await saying(at: now) { [books] work in
      guard let (assignment, event) = try AssignmentTable.find(number, in: work.db) else { return }
      try CaseStep(books: books).take(action, by: unit, assignment, event, work)
    }
  }

  func watch(at now: Date, perSecond: Int = 100) async throws -> Said {
    let before = try await lastID()
    try await timers(perSecond: perSecond).round(at: now)
    return try await said(after: before)
  }

  func take(_ book: RuleBook, as role: BookRole = .live) async throws -> Said {
    let before = try await lastID()
    try await loader.swap(to: book, as: role)
    return try await said(after: before)
  }

  func assignment(_ number: CaseNumber) async throws -> Assignment? {
    try await store.pool.read { try AssignmentTable.find(number, in: $0)?.0 }
  }

  /// What was said, in order: type and where to.
  struct Said: Sendable {
    struct Line: Sendable {
      let type: String
      let destinations: [String]
      let body: Data
    }
    let lines: [Line]
    var types: [String] { lines.map(\.type) }

    func event<Content: Event>(_ type: Content.Type) throws -> Content? {
      try lines.first { $0.type == type.type.text }
        .map { try EventCoding.decode(CloudEvent<Content>.self, from: $0.body).data }
    }

    /// The units that were told a type.
    func units(_ type: EventType) -> [String] {
      lines.filter { $0.type == type.text }.flatMap(\.destinations).filter { $0.hasPrefix("router.facts\tunit.") }
        .map { String($0.dropFirst(18)) }
    }
  }

  private func saying(at now: Date, _ body: @escaping @Sendable (borrowing Work) throws -> Void) async throws -> Said {
    let before = try await lastID()
    try await store.work(source: "/test", now: now, body)
    return try await said(after: before)
  }

  private func lastID() async throws -> Int64 {
    try await store.pool.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM events") ?? 0 }
  }

  private func said(after id: Int64) async throws -> Said {
    try await store.pool.read { db in
      Said(
        lines: try Row.fetchAll(
          db, sql: "SELECT type, destinations, body FROM events WHERE id > ? ORDER BY id", arguments: [id]
        )
        .map { row in
          let text: String = row[1]
          return Said.Line(type: row[0], destinations: text.split(separator: "\n").map(String.init), body: row[2])
        })
    }
  }
}

/// Cases for these tests.
enum TrialCase {
  static func number(_ count: Int) -> CaseNumber {
    let payload = String(format: "%09d", 100_000_000 + count)
    return (0...9).lazy.compactMap { try? CaseNumber(payload + "\($0)") }.first ?? CaseNumber(unchecked: "4827193059")
  }

  static func event(
    _ count: Int = 1, _ topic: String = "kdmp.pembiayaan", region: String? = "35.78", at time: Date,
    cooperative: String? = nil, kind: CaseKind = .complaint
  ) -> CaseClassified {
    CaseClassified(
      number: number(count),
      report: Report(
        text: "t", channel: .web, form: FormFields(cooperative: cooperative, membershipArea: .regency),
        receivedAt: time),
      classification: Classification(
        topic: TopicCode(unchecked: topic), kind: kind, region: region.map { RegionCode(unchecked: $0) },
        membershipArea: .regency, confidence: 1, sure: true, model: "m"))
  }

  /// A moment by Jakarta's clock: `2026-07-13 09:00`.
  static func moment(_ text: String) -> Date {
    EventCoding.parse(text.replacing(" ", with: "T") + ":00+07:00") ?? .distantPast
  }
}
