import Threads
import Foundation

/// One node of the broker: `amqp://user:password@host:port/vhost` or `amqps://...`.
package struct BrokerAddress: Sendable, Equatable {
  package var host: String
  package var port: Int
  package var virtualHost: String
  package var usesTLS: Bool
  package var user: String
  package var password: String

  package init(host: String, port: Int, virtualHost: String, usesTLS: Bool = false, user: String, password: String) {
    self.host = host
    self.port = port
    self.virtualHost = virtualHost
    self.usesTLS = usesTLS
    self.user = user
    self.password = password
  }

  /// - Throws: `AMQPError.invalid`; its text never contains the password.
  package init(_ text: String) throws(AMQPError) {
    // What is lenient with blanks reads another name than was meant.
    guard !text.contains(where: \.isWhitespace), let url = URLComponents(string: text), let scheme = url.scheme,
      let host = url.host, !host.isEmpty
    else {
      throw AMQPError(.invalid, "a broker's address is amqp://user:password@host:port/vhost, and this is none")
    }
    guard scheme == "amqp" || scheme == "amqps" else {
      throw AMQPError(.invalid, "found scheme '\(scheme)', expected amqp or amqps")
    }
    guard let vhost = url.percentEncodedPath.dropFirst().removingPercentEncoding, !vhost.isEmpty else {
      throw AMQPError(.invalid, "the address of \(host) names no virtual host, expected .../disposisi")
    }
    guard url.query == nil, url.fragment == nil else {
      throw AMQPError(.invalid, "the address of \(host) has '?' or '#', expected nothing after the virtual host")
    }
    let port = url.port ?? (scheme == "amqps" ? 5671 : 5672)
    guard (1...65_535).contains(port) else {
      throw AMQPError(.invalid, "found port \(port) at \(host), expected one from 1 to 65535")
    }
    self.init(
      // An IPv6 address stands in brackets in a URL, and nowhere else.
      host: host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host, port: port, virtualHost: vhost,
      usesTLS: scheme == "amqps", user: url.user ?? "", password: url.password ?? "")
  }

  /// Several addresses with commas between them, tried in turn.
  package static func list(_ text: String) throws(AMQPError) -> [BrokerAddress] {
    var addresses: [BrokerAddress] = []
    for part in text.split(separator: ",") {
      addresses.append(try BrokerAddress(part.trimmingCharacters(in: .whitespaces)))
    }
    guard !addresses.isEmpty else { throw AMQPError(.invalid, "no broker address given") }
    return addresses
  }
}

extension BrokerAddress: CustomStringConvertible {
  /// Without the password: this goes to logs.
  package var description: String {
    let place = host.contains(":") ? "[\(host)]" : host
    return "\(usesTLS ? "amqps" : "amqp")://\(user.isEmpty ? "" : user + "@")\(place):\(port)/\(virtualHost)"
  }
}
