import Cases
import Foundation
import GRDB
import NotifierCore
import Messaging
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
        try NoticeTable.owe(
          Notice(number: number, kind: .receipt), id: EventID(unchecked: "\(number).1.case.received.v1"),
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
    let due = try await store.write { try NoticeTable.claim(at: Self.now, limit: 100, perDay: 10, in: $0) }
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
    let due = try await store.write { try NoticeTable.claim(at: Self.now, limit: 100, perDay: 10, in: $0) }
    #expect(due.map(\.email) == ["pelapor1@example.org"])
  }

  @Test func aWrongClockDelaysNoMail() async throws {
    let store = try Self.store()
    try await Self.owe(1...1, in: store)
    try await store.write { try $0.execute(sql: "UPDATE notices SET due_at = due_at + 518400000") }
    #expect(try await store.write { try NoticeTable.claim(at: Self.now, limit: 100, perDay: 10, in: $0) }.count == 1)
  }

  static func states(_ store: Store) async throws -> [String] {
    try await store.pool.read { try String.fetchAll($0, sql: "SELECT state FROM notices ORDER BY id") }
  }

  @Test func whatIsRefusedEndsAfterThreeTriesAndAnythingAfterFiveDays() async throws {
    let store = try Self.store()
    try await Self.owe(1...2, in: store)
    let ids = try await store.pool.read { try String.fetchAll($0, sql: "SELECT id FROM notices ORDER BY id") }
    for attempt in 1...3 {
      try await store.write { try NoticeTable.settle(ids[0], .refused("554"), attempts: attempt, at: Self.now, in: $0) }
      try await store.write { try NoticeTable.settle(ids[1], .later("421"), attempts: attempt, at: Self.now, in: $0) }
      #expect(try await Self.states(store) == [attempt < 3 ? "owed" : "failed", "owed"])
    }
    let later = Self.now.addingTimeInterval(5 * 86_400 + 1)
    try await store.write { try NoticeTable.settle(ids[1], .later("421"), attempts: 240, at: later, in: $0) }
    #expect(try await Self.states(store) == ["failed", "failed"])
    let problem = try await store.pool.read {
      try String.fetchOne($0, sql: "SELECT problem FROM notices WHERE id = ?", arguments: [ids[1]])
    }
    #expect(problem == "given up after 5 days: 421")
  }

  @Test func anAddressGetsSoManyADayAndOthersGoOn() async throws {
    let store = try Self.store()
    try await Self.owe(1...30, in: store)
    // One mailbox, however it is written.
    try await store.write {
      try $0.execute(
        sql: """
          UPDATE contacts SET email = iif(rowid % 2, 'Korban@example.org', 'korban+' || number || '@example.org')
          WHERE number < '1000000250'
          """)
    }
    func claim(_ now: Date) async throws -> [OwedNotice] {
      try await store.write { try NoticeTable.claim(at: now, limit: 100, perDay: 10, in: $0) }
    }
    let due = try await claim(Self.now)
    #expect(due.filter { $0.email.lowercased().hasPrefix("korban") }.count == 10)
    #expect(due.count > 10)
    #expect(try await store.pool.read { try NoticeTable.isAnyDue(at: Self.now, in: $0) } == false)
    for owed in due {
      try await store.write { try NoticeTable.settle(owed.id, .sent, attempts: 1, at: Self.now, in: $0) }
    }
    #expect(try await claim(Self.now.addingTimeInterval(86_400)).count == 10)
  }

  @Test func whatCannotBeSentHoldsUpNothing() async throws {
    let store = try Self.store()
    try await Self.owe(1...5, in: store)
    try await store.write {
      try $0.execute(sql: "UPDATE notices SET attempts = 7, due_at = 0 WHERE number < '1000000040'")
    }
    let due = try await store.write { try NoticeTable.claim(at: Self.now, limit: 2, perDay: 10, in: $0) }
    #expect(due.allSatisfy { $0.attempts == 0 } && due.count == 2)
  }

  /// Who gave a phone number only is called by a person, who is shown the number and whose look is kept.
  @Test func whoHasNoMailAddressIsToBeCalled() async throws {
    let store = try Self.store()
    let (called, mailed) = (Self.number(1), Self.number(2))
    try await store.write { db in
      for (number, phone, email) in [(called, "+628001234", nil), (mailed, "+628005678", "siti@example.org")] {
        try NoticeTable.record(
          ContactRecorded(
            number: number, name: nil, phone: phone, email: email, code: "7KQ2MA", language: .indonesian), in: db)
        for kind in NoticeKind.allCases {
          let id = EventID(unchecked: "\(number).\(kind.rawValue)")
          try NoticeTable.owe(Notice(number: number, kind: kind, text: "x"), id: id, at: Self.now, in: db)
        }
      }
      #expect(try CallbackTable.count(in: db) == 1)
      let waiting = try CallbackTable.list(limit: 10, in: db)
      #expect(waiting.map(\.number) == [called.text])
      #expect(waiting.first?.kinds == ["answer", "closed", "handed_on", "question"])
      let contact = try CallbackTable.look(at: called, by: "ani", why: "menyampaikan jawaban", at: Self.now, in: db)
      #expect(contact?.phone == "+628001234" && contact?.email == nil)
      #expect(try CallbackTable.look(at: Self.number(3), by: "ani", why: "menelepon", at: Self.now, in: db) == nil)
      #expect(try String.fetchAll(db, sql: "SELECT person || ': ' || why FROM looks") == ["ani: menyampaikan jawaban"])
      #expect(try CallbackTable.done(called, at: Self.now, in: db) == NoticeKind.allCases.count)
      #expect(try CallbackTable.count(in: db) == 0 && CallbackTable.done(called, at: Self.now, in: db) == 0)
    }
  }
}
