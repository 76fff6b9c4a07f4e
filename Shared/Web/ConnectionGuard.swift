package import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// How long a connection may keep the door busy.
package struct ConnectionTimes: Sendable {
  /// For a request to come in, however busily it trickles, and for a TLS handshake before the first.
  let request: TimeAmount
  /// For all that was asked to be answered and taken: who pipelines requests and does not read is let go.
  let answer: TimeAmount

  package init(request: TimeAmount, answer: TimeAmount) {
    self.request = request
    self.answer = answer
  }
}

/// Watches one connection: it is closed where there are too many, where a request takes too long to come in, and where
/// answers are not read. Who is refused is let go: pipelined requests are not refused one by one. Where the rest of a
/// refused request is still to come it is thrown away for a moment, so that the answer is read.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let count: ConnectionCount
  private let times: ConnectionTimes
  private var entry: ConnectionCount.Entry?
  private var request: Scheduled<Void>?
  private var answer: Scheduled<Void>?
  /// Requests that were begun, and whose answers have not left.
  private var unanswered = 0
  /// Whether the last request that was begun has come in whole.
  private var isWhole = true
  private var isEnding = false
  /// Whether the answer that is written now is a refusal.
  private var isRefusal = false
  /// For a refused sender to see the answer.
  private static let linger = TimeAmount.seconds(2)

  init(count: ConnectionCount, times: ConnectionTimes) {
    self.count = count
    self.times = times
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let channel = context.channel
    entry = count.enter(context.remoteAddress?.ipAddress ?? "0.0.0.0") { channel.close(promise: nil) }
    guard entry != nil else { return context.close(promise: nil) }
    do {
      let codec = try context.pipeline.syncOperations.handler(type: HTTP1ToHTTPServerCodec.self)
      try context.pipeline.syncOperations.addHandler(RequestRules(), position: .before(codec))
    } catch { return context.close(promise: nil) }
    request = deadline(times.request, context)
  }

  func handlerRemoved(context: ChannelHandlerContext) { leave() }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isEnding {
      if case .end = unwrapInboundIn(data) { context.close(promise: nil) }
      return
    }
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      isWhole = false
      request?.cancel()
      request = deadline(times.request, context)
    case .body: break
    case .end:
      isWhole = true
      request?.cancel()
      request = nil
      // Not begun anew by further requests: the whole of what was asked has so long.
      if answer == nil, unanswered > 0 { answer = deadline(times.answer, context) }
    }
    context.fireChannelRead(data)
  }

  /// Nobody else asks for more of a request that is answered.
  func channelReadComplete(context: ChannelHandlerContext) {
    if isEnding { context.read() }
    context.fireChannelReadComplete()
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(var head):
      isRefusal = head.status == .tooManyRequests || (!isWhole && unanswered == 1)
      if isRefusal { head.headerFields[.connection] = "close" }
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      let written = promise ?? context.eventLoop.makePromise()
      let isLast = isRefusal
      written.futureResult.assumeIsolated().whenComplete { _ in self.noteAnswer(isLast, context) }
      context.write(data, promise: written)
    default: context.write(data, promise: promise)
    }
  }

  private func noteAnswer(_ isLast: Bool, _ context: ChannelHandlerContext) {
    unanswered -= 1
    if unanswered <= 0 {
      answer?.cancel()
      answer = nil
    }
    guard isLast else { return }
    // It may have come in whole since.
    guard !isWhole else { return context.close(promise: nil) }
    isEnding = true
    request?.cancel()
    request = deadline(Self.linger, context)
    context.read()
  }

  private func deadline(_ time: TimeAmount, _ context: ChannelHandlerContext) -> Scheduled<Void> {
    context.eventLoop.assumeIsolated().scheduleTask(in: time) { context.close(promise: nil) }
  }

  private func leave() {
    for deadline in [request, answer] { deadline?.cancel() }
    (request, answer) = (nil, nil)
    if let entry { count.leave(entry) }
    entry = nil
  }
}
