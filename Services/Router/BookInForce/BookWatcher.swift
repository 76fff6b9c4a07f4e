import Cases
import Foundation
import Logging
import Operations
import RouterPolicy
import ServiceLifecycle
import Messaging
import UnixSignals

/// Takes a changed book: when its files have changed, and on SIGHUP.
struct BookWatcher: Service {
  let loader: BookLoader
  let live: BookSource
  let candidate: BookSource?

  func run() async throws {
    await cancelWhenGracefulShutdown {
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await hearSignals() }
        group.addTask { await follow(live, .live) }
        if let candidate { group.addTask { await follow(candidate, .candidate) } }
      }
    }
  }

  private func hearSignals() async {
    for await _ in await UnixSignalsSequence(trapping: .sighup) {
      await loader.take(live, as: .live)
      if let candidate { await loader.take(candidate, as: .candidate) }
    }
  }

  /// A change is taken once two looks have seen the same: files are not written in one moment.
  private func follow(_ source: BookSource, _ role: BookRole) async {
    guard !source.folder.isEmpty else { return }
    var taken = loader.books.files(of: role)
    var last = taken
    while await Task.pause(.seconds(1)) {
      let now = look(source)
      if now == last, now != taken {
        taken = now
        await loader.take(source, as: role)
      }
      last = now
    }
  }

  /// - Returns: the folder's content, or nil if it cannot be read.
  private func look(_ source: BookSource) -> BookFiles? { try? source.files() }
}
