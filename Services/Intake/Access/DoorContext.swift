import Hummingbird
import NIOCore

/// What comes with each request: also who is at the other end of the connection.
struct DoorContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// An IP address.
  let peer: String

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? "0.0.0.0"
  }
}

typealias DoorRouter = Hummingbird.Router<DoorContext>
