import Messaging
import Metrics
import ServiceLifecycle

/// How many reporters wait for a call: on the status page, and as a metric.
struct CallbackFigure: Service {
  let store: Store

  func run() async throws {
    let gauge = Gauge(label: "disposisi_callbacks_waiting")
    repeat { if let count = await count() { gauge.record(count) } } while await Task.pause(.seconds(30))
  }

  @Sendable func line() async -> String? {
    guard let count = await count(), count > 0 else { return nil }
    return "\(count) reporters wait for a call: notifier callbacks"
  }

  private func count() async -> Int? { try? await store.pool.read { try CallbackTable.count(in: $0) } }
}
