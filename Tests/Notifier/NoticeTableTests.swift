import Cases
import Foundation
import GRDB
import NotifierCore
import Stage
import Testing

@testable import NotifierService

/// Notices as rows, over a real database.
@Suite struct NoticeTableTests {
  static let now = Date(timeIntervalSince1970: 1_790_000_000)

  static func store() throws -> Store {
    try Store(path: NSTemporaryDirectory() + "notifier-\(UUID().uuidString).sqlite", migrate: NotifierSchema.register)
  }

  static func number(_ ordinal: Int) -> CaseNumber {
    let payload = String(100_000_000 + ordinal)
    return (0...9).lazy.compactMap { try? CaseNumber(payload + "\($0)") }.first ?? CaseNumber(unchecked: "4827193059")
  }

  static func owe(_ ordinals: ClosedRange<Int>, in store: Store) async throws {
    try await store.write { db in
      for ordinal in ordinals {
        let number = number(ordinal)
        try NoticeTable.record(contact(number, "pelapor\(ordinal)@example.org"), in: db)
        let report = Report(text: "t", channel: .web, receivedAt: now)
        try NoticeTable.owe(
          Notice(CaseReceived(number: number, report: report)), id: EventID(unchecked: "\(number).1.case.received.v1"),
          at: now, in: db)
      }
    }
  }

  static func contact(_ number: CaseNumber, _ email: String) -> ContactRecorded {
    ContactRecorded(number: number, name: nil, phone: nil, email: email, code: "7KQ2MA", language: .indonesian)
  }

  @Test func aNoticeThatCannotBeReadHoldsUpNoMail() async throws {
    let store = try Self.store()
    try await Self.owe(1...6, in: store)
    try await store.write {
      try $0.execute(sql: "UPDATE notices SET facts = X'7B7D' WHERE number = ?", arguments: [Self.number(3).text])
    }
    let due = try await store.write { try NoticeTable.claim(at: Self.now, limit: 100, in: $0) }
    #expect(due.count == 5)
    let problem = try await store.pool.read {
      try String.fetchOne($0, sql: "SELECT problem FROM notices WHERE state = 'failed'")
    }
    #expect(problem?.hasPrefix("its row cannot be read: ") == true)
    #expect(try await store.pool.read { try NoticeTable.isAnyDue(at: Self.now, in: $0) } == false)
  }

  /// Who learns a case's number cannot have its answers sent elsewhere.
  @Test func theFirstContactCounts() async throws {
    let store = try Self.store()
    try await Self.owe(1...1, in: store)
    try await store.write { try NoticeTable.record(Self.contact(Self.number(1), "penyerang@evil.example"), in: $0) }
    let due = try await store.write { try NoticeTable.claim(at: Self.now, limit: 100, in: $0) }
    #expect(due.map(\.email) == ["pelapor1@example.org"])
  }

  @Test func aWrongClockDelaysNoMail() async throws {
    let store = try Self.store()
    try await Self.owe(1...1, in: store)
    try await store.write { try $0.execute(sql: "UPDATE notices SET due_at = due_at + 518400000") }
    #expect(try await store.write { try NoticeTable.claim(at: Self.now, limit: 100, in: $0) }.count == 1)
  }
}
