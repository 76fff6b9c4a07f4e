import Foundation
import Logging
import ServiceLifecycle

/// Ends the process where its parts take long to stop: a connection that is just being made at a broker that does not
/// answer, say. All that counts is in the database, as after a kill; only `UnfinishedWork` is waited for.
struct StopLimit: Service {
  let unfinished: UnfinishedWork
  let logger: Logger
  let flush: @Sendable () -> Void
  private static let usual = Duration.milliseconds(1700)

  func run() async throws {
    // Where a part has failed, that is told, and the group ends by itself.
    do { try await gracefulShutdown() } catch { return }
    // A thread of its own: those that Swift shares may all be held.
    Thread.detachNewThread { [self] in
      Thread.sleep(forTimeInterval: Self.usual / .seconds(1))
      while !unfinished.closeIfEmpty() { Thread.sleep(forTimeInterval: 0.05) }
      logger.notice("stopped, without waiting for what hangs")
      flush()
      _exit(0)
    }
  }
}
