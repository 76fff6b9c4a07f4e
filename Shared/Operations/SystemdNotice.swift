import Foundation
import ServiceLifecycle

/// Tells systemd that the service has started, how it is, and that it is alive: what sd_notify(3) does, where `NOTIFY_SOCKET`
/// names a socket. Elsewhere nothing.
struct SystemdNotice: Service {
  private let socketPath: String
  private let readiness: Readiness
  /// At most half of what systemd waits before it ends a service that says nothing.
  private let pause: Duration

  /// - Returns: nil where nobody waits for it.
  init?(_ environment: [String: String], readiness: Readiness) {
    guard let path = environment["NOTIFY_SOCKET"], path.hasPrefix("/") || path.hasPrefix("@") else { return nil }
    socketPath = path
    self.readiness = readiness
    let watchdog = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.map { Duration.microseconds($0 / 2) }
    pause = min(watchdog ?? .seconds(5), .seconds(5))
  }

  /// By now the settings are right, the ports are free, the database is open and up to date: it has started. Whether the
  /// broker is there is told by its state, and is no reason to start it again.
  func run() async throws {
    say("READY=1")
    await cancelWhenGracefulShutdown {
      var told = ""
      while !Task.isCancelled {
        let (state, problems) = await readiness.report()
        let status = ([state.rawValue] + problems.prefix(2)).joined(separator: "; ").replacing("\n", with: " ")
        say(status == told ? "WATCHDOG=1" : "STATUS=\(status.prefix(300))\nWATCHDOG=1")
        told = status
        try? await Task.sleep(for: pause)
      }
    }
    say("STOPPING=1")
  }

  private func say(_ text: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A name that begins with @ is none of the file system: its first byte is zero.
    var name = Array(socketPath.utf8)
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    guard name.count < MemoryLayout.size(ofValue: address.sun_path) else { return }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.count)
    _ = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(descriptor, text, text.utf8.count, Int32(MSG_NOSIGNAL), $0, length)
      }
    }
  }
}
