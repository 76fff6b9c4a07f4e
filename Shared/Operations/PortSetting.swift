import Foundation

/// A port that a setting names, tried before anything else is begun: a door that cannot open must not be found after the
/// service has taken messages.
package struct PortSetting: Sendable {
  private let name: String
  private let host: String
  private let port: Int

  package init(name: String, host: String, port: Int) {
    self.name = name
    self.host = host
    self.port = port
  }

  /// - Throws: `SettingsProblems` that name the setting, the address and the port.
  func check() throws(SettingsProblems) {
    if port == 0 { return }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &found)
    guard code == 0, let address = found?.pointee else {
      throw problem("'\(host)' is no address of this machine (\(String(cString: gai_strerror(code))))")
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(address.ai_family, address.ai_socktype, 0)
    defer { close(descriptor) }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 1) == 0 else {
      throw problem("cannot open \(host) port \(port): \(String(cString: strerror(errno)))")
    }
  }

  private func problem(_ text: String) -> SettingsProblems { SettingsProblems(problems: ["\(name): \(text)"]) }
}
