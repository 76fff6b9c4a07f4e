import Cases
import Foundation
import GRDB
import IntakeCore
import Messaging
import Operations

/// Stores cases: many requests share one commit, and each is answered after it.
actor Registrar {
  private typealias Answer = CheckedContinuation<Receipt, any Error>

  private let store: Store
  private let source: String
  private var waiting: [(registration: Registration, answer: Answer)] = []
  private var isWriting = false
  private let accepted = CountersByWord(
    "disposisi_cases_accepted", by: "channel", expecting: Channel.allCases.map(\.rawValue))
  private static let batch = 256

  init(store: Store, source: String) {
    self.store = store
    self.source = source
  }

  /// - Returns: after the commit.
  /// - Throws: `IdempotencyKeyReused`, or what the database says.
  func register(_ registration: Registration) async throws -> Receipt {
    try await withCheckedThrowingContinuation { (answer: Answer) in
      waiting.append((registration, answer))
      guard !isWriting else { return }
      isWriting = true
      Task { await writeAll() }
    }
  }

  /// While one commit is on its way to the disk, the next requests gather.
  private func writeAll() async {
    while !waiting.isEmpty {
      let batch = waiting.prefix(Self.batch)
      waiting.removeFirst(batch.count)
      await write(batch.map(\.registration), answering: batch.map(\.answer))
    }
    isWriting = false
  }

  private func write(_ registrations: [Registration], answering answers: [Answer]) async {
    do {
      let results = try await store.write { [store, source] db in
        let now = Date()
        return try registrations.map { registration in
          try Self.insert(registration, at: now, source: source, store, db)
        }
      }
      for (registration, result) in zip(registrations, results) where (try? result.get())?.isReplay == false {
        accepted.increment(registration.submission.report.channel.rawValue)
      }
      for (answer, result) in zip(answers, results) { answer.resume(with: result) }
    } catch {
      for answer in answers { answer.resume(throwing: error) }
    }
  }

  private static func insert(
    _ registration: Registration, at now: Date, source: String, _ store: Store, _ db: Database
  ) throws -> Result<Receipt, any Error> {
    do {
      let receipt = try store.part(of: db, source: source, trace: registration.trace, now: now) { work in
        try CaseTable.insert(registration, work)
      }
      return .success(receipt)
    } catch let error as DatabaseError {
      // The database as a whole may be in trouble: nobody of this batch is promised anything.
      throw error
    } catch {
      return .failure(error)
    }
  }
}
