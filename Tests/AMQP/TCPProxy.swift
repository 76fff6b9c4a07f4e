import Foundation
import NIOConcurrencyHelpers

/// Stands between a client and the broker, so that a test can cut or silence the connection.
final class TCPProxy: Sendable {
  private struct State {
    var pairs: [(Int32, Int32)] = []
    var accepts = true
    var isSilent = false
  }

  let port: Int
  private let listener: Int32
  private let target: Int
  private let state = NIOLockedValueBox(State())

  init(to target: Int) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(0)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(listener, $0, length) }
    }
    guard bound == 0, listen(listener, 16) == 0 else { throw POSIXError(.EADDRINUSE) }
    var used = sockaddr_in()
    var size = length
    _ = withUnsafeMutablePointer(to: &used) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
    }
    self.target = target
    self.listener = listener
    port = Int(UInt16(bigEndian: used.sin_port))
    Thread.detachNewThread { [self] in acceptAll() }
  }

  /// Ends all connections; `accepting` says whether new ones are let through.
  func cut(accepting: Bool) {
    let pairs = state.withLockedValue { state in
      defer { state.pairs = [] }
      state.accepts = accepting
      return state.pairs
    }
    for (left, right) in pairs {
      shutdown(left, Int32(SHUT_RDWR))
      shutdown(right, Int32(SHUT_RDWR))
    }
  }

  /// Lets the connections stand but nothing through, like a peer that has vanished.
  func silence(_ isSilent: Bool) { state.withLockedValue { $0.isSilent = isSilent } }

  private func acceptAll() {
    while true {
      let client = accept(listener, nil, nil)
      guard client >= 0 else { return }
      guard state.withLockedValue({ $0.accepts }), let server = connectToTarget() else {
        close(client)
        continue
      }
      state.withLockedValue { $0.pairs.append((client, server)) }
      Thread.detachNewThread { [self] in carry(from: client, to: server) }
      Thread.detachNewThread { [self] in carry(from: server, to: client) }
    }
  }

  private func carry(from source: Int32, to sink: Int32) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count <= 0 { break }
      if state.withLockedValue({ $0.isSilent }) { continue }
      var sent = 0
      while sent < count {
        let written = buffer.withUnsafeBytes {
          send(sink, $0.baseAddress.map { $0 + sent }, count - sent, Int32(MSG_NOSIGNAL))
        }
        if written <= 0 { break }
        sent += written
      }
    }
    shutdown(sink, Int32(SHUT_RDWR))
  }

  private func connectToTarget() -> Int32? {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = Self.loopback(target)
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    return connected == 0 ? descriptor : nil
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}
