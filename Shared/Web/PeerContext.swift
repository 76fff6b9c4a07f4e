package import Hummingbird
import NIOCore

/// What comes with each request: also who is at the other end of the connection.
package struct PeerContext: RequestContext {
  package var coreContext: CoreRequestContextStorage
  /// An IP address.
  package let peer: String

  package init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? "0.0.0.0"
  }
}

package typealias PeerRouter = Hummingbird.Router<PeerContext>
