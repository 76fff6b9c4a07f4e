import NIOCore
import NIOHTTP1

/// What RFC 9112 says of a request and the parser does not see to. A request that breaks it is answered with 400, and the
/// connection ends: nobody can say where the next request begins.
final class RequestRules: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private var isRefused = false
  /// Of the request's body, so far.
  private var pieces = 0
  private var bytes = 0

  /// More pieces than this must hold some bytes each: what comes byte by byte costs us far more than its sender.
  private static let freePieces = 1_000
  private static let bytesPerPiece = 32

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isRefused else { return }
    switch unwrapInboundIn(data) {
    case .head(let head):
      (pieces, bytes) = (0, 0)
      if Self.isBroken(head) { return refuse(head, context) }
      // Who asks first is told to go on: what is wrong with the head is told all the same.
      if !Self.isOld(head), head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
        let goOn = HTTPResponseHead(version: head.version, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
      }
    case .body(let piece):
      pieces += 1
      bytes += piece.readableBytes
      if pieces > Self.freePieces, bytes < pieces * Self.bytesPerPiece {
        isRefused = true
        return context.close(promise: nil)
      }
    case .end: break
    }
    context.fireChannelRead(data)
  }

  /// Section 3.2: one Host, which only HTTP/1.0 may lack. Section 6.1: HTTP/1.0 knows no chunks.
  static func isBroken(_ head: HTTPRequestHead) -> Bool {
    let hosts = head.headers["host"].count
    let isOld = isOld(head)
    return hosts > 1 || (hosts == 0 && !isOld) || (isOld && head.headers.contains(name: "transfer-encoding"))
  }

  private static func isOld(_ head: HTTPRequestHead) -> Bool {
    head.version.major < 1 || (head.version.major == 1 && head.version.minor < 1)
  }

  private func refuse(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    isRefused = true
    let answer = HTTPResponseHead(
      version: .http1_1, status: .badRequest, headers: ["content-length": "0", "connection": "close"])
    context.write(wrapOutboundOut(.head(answer)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }
}
