import ServiceLifecycle

extension Task where Success == Never, Failure == Never {
  /// Whether the service stops: asked to, or because another part of it has failed.
  package static var isEnding: Bool { isShuttingDownGracefully || isCancelled }

  /// Waits, but not for a service that stops: the tick of what looks again and again.
  /// - Returns: whether to go on.
  @discardableResult
  package static func pause(_ duration: Duration) async -> Bool {
    try? await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
    return !isEnding
  }
}
