import Foundation

/// Asks an admin door for a page, as plainly as HTTP/1.0 allows: for health checks, where there is no other client.
package enum AdminProbe {
  /// - Parameter host: as the setting names it; what means every address is asked on the loopback.
  /// - Returns: the status, and the page.
  /// - Throws: `SettingsProblems` that name address and port, where nobody answers within five seconds.
  package static func page(
    _ path: String, host: String, port: Int
  ) throws(SettingsProblems) -> (status: Int, text: String) {
    let host = ["0.0.0.0": "127.0.0.1", "::": "::1"][host] ?? host
    let descriptor = try connection(host, port)
    defer { close(descriptor) }
    let request = "GET \(path) HTTP/1.0\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    guard send(descriptor, request, request.utf8.count, Int32(MSG_NOSIGNAL)) == request.utf8.count else {
      throw problem(host, port)
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while bytes.count < 65_536 {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0 { throw problem(host, port) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    let answer = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    let words = answer.prefix { $0 != "\n" }.split(separator: " ")
    guard words.count > 1, let status = Int(words[1]), let head = answer.firstRange(of: "\n\n") else {
      throw SettingsProblems(problems: ["\(host) port \(port): found something else than an admin door"])
    }
    return (status, String(answer[head.upperBound...]))
  }

  private static func connection(_ host: String, _ port: Int) throws(SettingsProblems) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var found: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &found)
    guard code == 0, let address = found?.pointee else {
      throw SettingsProblems(problems: ["'\(host)': \(String(cString: gai_strerror(code)))"])
    }
    defer { freeaddrinfo(found) }
    let descriptor = socket(address.ai_family, address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    guard connect(descriptor, address.ai_addr, address.ai_addrlen) == 0 else {
      let refused = problem(host, port)
      close(descriptor)
      throw refused
    }
    return descriptor
  }

  private static func problem(_ host: String, _ port: Int) -> SettingsProblems {
    SettingsProblems(problems: ["\(host) port \(port): \(String(cString: strerror(errno)))"])
  }
}
