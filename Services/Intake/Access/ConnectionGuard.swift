import NIOConcurrencyHelpers
import NIOCore
import NIOHTTPTypes

/// Counts a door's connections, by address and in all: who opens many must not shut others out.
final class ConnectionCount: Sendable {
  private let limit: Int
  private let limitPerAddress: Int
  private let unlimited: Set<String>
  private let counts = NIOLockedValueBox<(all: Int, of: [String: Int])>((0, [:]))

  /// - Parameter unlimited: addresses behind which many clients stand.
  init(limit: Int, limitPerAddress: Int, unlimited: Set<String>) {
    self.limit = limit
    self.limitPerAddress = limitPerAddress
    self.unlimited = unlimited
  }

  /// - Returns: false if there is no room; then it does not count.
  func enter(_ address: String) -> Bool {
    counts.withLockedValue { counts in
      let known = counts.of[address, default: 0]
      guard counts.all < limit, known < limitPerAddress || unlimited.contains(address) else { return false }
      counts.all += 1
      counts.of[address] = known + 1
      return true
    }
  }

  func leave(_ address: String) {
    counts.withLockedValue { counts in
      counts.all -= 1
      let known = counts.of[address, default: 1] - 1
      counts.of[address] = known > 0 ? known : nil
    }
  }
}

/// Watches one connection: it is closed where there are too many, and where a request takes too long to come in,
/// however busily it trickles.
final class ConnectionGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart

  private let count: ConnectionCount
  private let limit: TimeAmount
  private var address: String?
  private var deadline: Scheduled<Void>?

  init(count: ConnectionCount, limit: TimeAmount) {
    self.count = count
    self.limit = limit
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let address = context.remoteAddress?.ipAddress ?? ""
    guard count.enter(address) else { return context.close(promise: nil) }
    self.address = address
    // For the first request, and a TLS handshake before it.
    start(context)
  }

  func handlerRemoved(context: ChannelHandlerContext) { leave() }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: start(context)
    case .body: break
    case .end:
      deadline?.cancel()
      deadline = nil
    }
    context.fireChannelRead(data)
  }

  private func start(_ context: ChannelHandlerContext) {
    deadline?.cancel()
    deadline = context.eventLoop.assumeIsolated().scheduleTask(in: limit) { context.close(promise: nil) }
  }

  private func leave() {
    deadline?.cancel()
    deadline = nil
    if let address { count.leave(address) }
    address = nil
  }
}
