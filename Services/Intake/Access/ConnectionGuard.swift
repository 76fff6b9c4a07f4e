import IntakeCore
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTPTypes

/// Counts a door's connections, by address and in all: who opens many must not shut others out.
final class ConnectionCount: Sendable {
  private let limit: Int
  private let limitPerAddress: Int
  private let proxies: Set<String>
  private let counts = NIOLockedValueBox<(all: Int, of: [String: Int])>((0, [:]))

  /// - Parameter proxies: addresses behind which many clients stand.
  init(limit: Int, limitPerAddress: Int, proxies: Set<String>) {
    self.limit = limit
    self.limitPerAddress = limitPerAddress
    self.proxies = proxies
  }

  /// - Parameter peer: an IP address.
  /// - Returns: as whom it counts; nil if there is no room.
  func enter(_ peer: String) -> String? {
    let address = ClientAddress(peer: peer, forwarded: nil, proxies: proxies)
    return counts.withLockedValue { counts in
      let known = counts.of[address.text, default: 0]
      guard counts.all < limit, known < limitPerAddress || address.isOurs else { return nil }
      counts.all += 1
      counts.of[address.text] = known + 1
      return address.text
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
    address = count.enter(context.remoteAddress?.ipAddress ?? "0.0.0.0")
    guard address != nil else { return context.close(promise: nil) }
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
