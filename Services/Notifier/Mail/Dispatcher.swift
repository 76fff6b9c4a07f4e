import Foundation
import Logging
import NotifierCore
import Operations
import ServiceLifecycle
import Messaging

/// Sends what is owed, a few at a time, and notes what became of each.
struct Dispatcher: Service {
  let store: Store
  let texts: NoticeTexts
  let servers: [SMTPConnection]
  let sender: String
  /// Mails to one address in a day.
  let mailsPerDay: Int
  let wakeups: AsyncStream<Void>
  let wake: @Sendable () -> Void
  let unfinished: UnfinishedWork
  private let outcomes = CountersByWord(
    "disposisi_notices", by: "outcome", expecting: ["sent", "later", "refused", "failed", "unsent"])
  let logger: Logger

  func run() async throws {
    try await store.write { try NoticeTable.releaseAll(in: $0) }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { while await Task.pause(.seconds(1)) { wake() } }
      await withGracefulShutdownHandler {
        for await _ in wakeups {
          await sendDue()
          if Task.isEnding { break }
        }
      } onGracefulShutdown: {
        wake()
      }
      group.cancelAll()
    }
  }

  private func sendDue() async {
    do {
      while !Task.isEnding {
        guard try await store.pool.read({ try NoticeTable.isAnyDue(at: Date(), in: $0) }) else { return }
        let limit = 16 * servers.count
        let due = try await store.write { try NoticeTable.claim(at: Date(), limit: limit, perDay: mailsPerDay, in: $0) }
        // All of these may be for addresses that have had enough today.
        await send(due)
      }
    } catch {
      logger.error("notices wait", metadata: ["reason": "\(error)"])
    }
  }

  /// Each server connection works through its share, in order, and notes each mail at once: a process that is
  /// killed leaves no more than one mail a connection in doubt.
  private func send(_ due: [OwedNotice]) async {
    await withTaskGroup(of: Void.self) { group in
      for (index, server) in servers.enumerated() {
        let share = due.enumerated().filter { $0.offset % servers.count == index }.map(\.element)
        group.addTask {
          for owed in share {
            await note(owed, Task.isEnding ? .unsent : await send(owed, by: server))
            unfinished.end(owed.id)
          }
        }
      }
    }
  }

  /// What was sent must be noted, or it would be sent again: so it is tried until it succeeds, and a stop of
  /// the service does not cut it short.
  private func note(_ owed: OwedNotice, _ outcome: MailOutcome) async {
    // A task of its own: no stop cancels it.
    let noting = Task { [store, logger] in
      while true {
        do {
          return try await store.write { db in
            try NoticeTable.settle(owed.id, outcome, attempts: owed.attempts + 1, at: Date(), in: db)
          }
        } catch {
          logger.error("cannot note what was sent", metadata: ["id": "\(owed.id)", "reason": "\(error)"])
          try? await Task.sleep(for: .seconds(1))
        }
      }
    }
    await noting.value
  }

  private func send(_ owed: OwedNotice, by server: SMTPConnection) async -> MailOutcome {
    let outcome: MailOutcome
    do {
      let letter = try texts.compose(owed.notice, for: owed.addressee)
      let mail = MailMessage.render(letter, from: sender, to: owed.email, id: owed.id, at: Date())
      outcome = await server.send(mail, to: owed.email) { [unfinished] in unfinished.begin(owed.id) }
    } catch {
      outcome = .failed("\(error)")
    }
    count(outcome)
    switch outcome {
    case .sent, .unsent: break
    case .later(let problem), .refused(let problem):
      logger.warning("notice later", metadata: ["id": "\(owed.id)", "reason": "\(problem)"])
    case .failed(let problem): logger.error("notice failed", metadata: ["id": "\(owed.id)", "reason": "\(problem)"])
    }
    return outcome
  }

  private func count(_ outcome: MailOutcome) {
    let word =
      switch outcome {
      case .sent: "sent"
      case .later: "later"
      case .refused: "refused"
      case .failed: "failed"
      case .unsent: "unsent"
      }
    outcomes.increment(word)
  }
}
